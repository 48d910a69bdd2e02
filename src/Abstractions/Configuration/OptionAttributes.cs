namespace MmoePipeline.Configuration;

/// <summary>
/// Marks a text as a path: a relative one is meant from the folder of the configuration file that it is written in.
/// </summary>
/// <param name="endings">
/// How the names of files end that the plugin is for, for instance <c>.csv</c>. A person who names such a file, where a plugin is expected,
/// means this plugin with the file as this option; paths that end otherwise are no mistake.
/// </param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionPathAttribute(params string[] endings) : Attribute
{
    /// <summary>How the names of files end that the plugin is for; empty for paths that are not what a plugin is picked by.</summary>
    public ImmutableArray<string> Endings { get; } = [.. endings];
}

/// <summary>Limits every number of a list, as <c>[Range]</c> limits a single number.</summary>
/// <param name="minimum">The smallest number that is right.</param>
/// <param name="maximum">The largest number that is right.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemRangeAttribute(double minimum, double maximum) : Attribute
{
    /// <summary>The smallest number that is right.</summary>
    public double Minimum { get; } = minimum;

    /// <summary>The largest number that is right.</summary>
    public double Maximum { get; } = maximum;
}

/// <summary>
/// Marks a property of an options record whose type is another options record: the options of that record are read from the same section, as if they
/// were written in place of the property. Records that have options in common include one record instead of repeating them.
/// </summary>
/// <remarks>
/// The included record keeps its own defaults and its own <c>Validate</c>, so the property is <c>required</c> or has the default <c>new()</c>. Its
/// name is not a key.
/// </remarks>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IncludedOptionsAttribute : Attribute;
