using MmoePipeline.Composition;

namespace MmoePipeline.Configuration;

/// <summary>A section of the configuration while options are read from it. Used by generated code.</summary>
/// <param name="node">The section: an object.</param>
/// <param name="binding">Gets the problems.</param>
/// <param name="isSlot">Whether the section picks a plugin, so that <c>type</c> is no option.</param>
public sealed class OptionsSection(ConfigurationNode node, OptionsBinding binding, bool isSlot = false)
{
    /// <summary>The key that picks a plugin.</summary>
    public const string TypeKey = "type";

    private readonly int _problemsBefore = binding.Problems.Count;

    /// <summary>The section's path; empty for the root.</summary>
    public string Path => node.Path;

    /// <summary>
    /// Whether nothing in the section was reported so far: rules over several options make sense only then.
    /// </summary>
    public bool IsSound => binding.Problems.Count == _problemsBefore;

    /// <summary>A section that holds nothing and whose problems nobody reads: options bound from it have their defaults.</summary>
    public static OptionsSection CreateEmpty() => new(
        new ConfigurationNode
        {
            Kind = ConfigurationKind.Object,
            Path = "",
            Place = new ConfigurationPlace(""),
            Folder = ".",
        },
        new OptionsBinding(NoPlugins.Instance));

    /// <summary>Reads an option that may be left out.</summary>
    /// <typeparam name="T">The option's type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="reader">Reads the value.</param>
    /// <param name="value">The value; of use only where the result is true.</param>
    /// <returns>Whether the option is there and could be read.</returns>
    public bool Read<T>(string key, OptionReader<T> reader, out T value)
    {
        if (node.Member(key) is { } member)
        {
            return reader(member.Value, binding, out value);
        }

        value = default!;
        return false;
    }

    /// <summary>Reads an option that has to be there.</summary>
    /// <inheritdoc cref="Read{T}"/>
    public bool ReadRequired<T>(string key, OptionReader<T> reader, out T value)
    {
        if (node.Member(key) is null)
        {
            string path = Path.Length == 0 ? key : $"{Path}.{key}";
            binding.Report(new ConfigurationProblem(node.Place, path, "is missing"));
        }

        return Read(key, reader, out value);
    }

    /// <summary>Reports an option whose value breaks a rule.</summary>
    /// <param name="key">The option's key.</param>
    /// <param name="holds">Whether the rule holds; nothing is reported where it does.</param>
    /// <param name="rule">What is right, for instance <c>must be at least 1</c>.</param>
    public void Check(string key, bool holds, string rule)
    {
        if (!holds)
        {
            Report(key, rule);
        }
    }

    /// <summary>Reports an option that doesn't fit with others of the section.</summary>
    /// <param name="key">The option's key, or null for the section as a whole.</param>
    /// <param name="rule">What is right, for instance <c>must be smaller than modulus</c>.</param>
    public void Report(string? key, string rule)
    {
        ConfigurationNode subject = (key is null ? null : node.Member(key)?.Value) ?? node;
        bool isScalar = subject.Kind is not (ConfigurationKind.Object or ConfigurationKind.Array);
        binding.Report(new ConfigurationProblem(
            subject.Place, subject.Path, isScalar ? $"is {subject.Display}, {rule}" : rule)
        { Seen = subject.Display });
    }

    /// <summary>Reports every key that is no option.</summary>
    /// <param name="keys">The options' keys.</param>
    public void RefuseUnknownKeys(params ReadOnlySpan<string> keys)
    {
        foreach (ConfigurationMember member in node.Members)
        {
            if (keys.Contains(member.Key) || (isSlot && member.Key == TypeKey))
            {
                continue;
            }

            string[] known = keys.ToArray();
            string hint = known.Length == 0 ? "this section has no options" : $"this section has {string.Join(", ", known)}";
            binding.Report(new ConfigurationProblem(member.KeyPlace, member.Value.Path, $"unknown key; {hint}")
            {
                DidYouMean = NearestName.Find(member.Key, known),
            });
        }
    }

    private sealed class NoPlugins : IPluginRegistry
    {
        public static NoPlugins Instance { get; } = new();

        public string? WhyMissing => null;

        public IReadOnlyList<PluginDescriptor> OfKind(Type kind) => [];
    }
}
