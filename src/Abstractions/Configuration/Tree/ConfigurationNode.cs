using System.Text.Encodings.Web;
using System.Text.Json;

namespace MmoePipeline.Configuration.Tree;

/// <summary>
/// A value of the merged configuration that still knows its JSON type and where it was written. Immutable.
/// </summary>
/// <remarks>
/// The platform's <c>IConfiguration</c> keeps strings only: it can't tell <c>0.5</c> from <c>"0.5"</c>, an empty list from a
/// missing one, or where a value came from. Strict binding needs all three.
/// </remarks>
public sealed record ConfigurationNode
{
    /// <summary>What stands for a value that is not shown.</summary>
    internal const string Mask = "***";

    /// <summary>The JSON type.</summary>
    public required ConfigurationKind Kind { get; init; }

    /// <summary>The path from the root, with dots, for instance <c>model.experts.0.count</c>; empty for the root.</summary>
    public required string Path { get; init; }

    /// <summary>Where the value was written.</summary>
    public required ConfigurationPlace Place { get; init; }

    /// <summary>
    /// The decoded text of a string, the literal of a number, <c>true</c> or <c>false</c>; empty for the other types.
    /// </summary>
    public string Text { get; init; } = "";

    /// <summary>An object's members in the order of the file; empty for the other types.</summary>
    public ImmutableArray<ConfigurationMember> Members { get; init; } = [];

    /// <summary>An array's items; empty for the other types.</summary>
    public ImmutableArray<ConfigurationNode> Items { get; init; } = [];

    /// <summary>
    /// The folder that relative paths of this value are resolved against: that of the file it was written in, or the
    /// working folder for a value from the environment or the command line.
    /// </summary>
    public required string Folder { get; init; }

    /// <summary>A number, <c>true</c> or <c>false</c> as the JSON of a text; null for the other types.</summary>
    internal string? AsJsonText => Kind is ConfigurationKind.Number or ConfigurationKind.Boolean ? $"\"{Text}\"" : null;

    /// <summary>A short text of the environment or the command line as JSON, quotes included; null for all else. There a text may be meant as more.</summary>
    internal string? BareText => Kind == ConfigurationKind.String && Place.Origin != ConfigurationOrigin.File && Text.Length <= 60
        ? $"\"{JsonEncodedText.Encode(Text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\""
        : null;

    /// <summary>The node for messages about a value that nobody is to see.</summary>
    public ConfigurationNode Hidden() => this with { Kind = ConfigurationKind.String, Text = Mask };

    /// <summary>The member with that key (ordinal, case-sensitive), or null.</summary>
    public ConfigurationMember? Member(string key) => Members.FirstOrDefault(member => member.Key == key);

    /// <summary>The value as a person wrote it, shortened where it is long: for messages.</summary>
    public string Display => Kind switch
    {
        ConfigurationKind.Object => "an object",
        ConfigurationKind.Array => "a list",
        ConfigurationKind.Null => "null",
        ConfigurationKind.String => $"\"{(Text.Length <= 60 ? Text : Text[..57] + "...")}\"",
        _ => Text.Length <= 60 ? Text : Text[..57] + "...",
    };
}

/// <summary>A key of a JSON object with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPlace">Where the key was written.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigurationMember(string Key, ConfigurationPlace KeyPlace, ConfigurationNode Value);

/// <summary>The JSON type of a <see cref="ConfigurationNode"/>.</summary>
public enum ConfigurationKind
{
    /// <summary>A JSON object.</summary>
    Object,

    /// <summary>A JSON array.</summary>
    Array,

    /// <summary>A JSON string.</summary>
    String,

    /// <summary>A JSON number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary><c>null</c>.</summary>
    Null,
}
