using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration;

/// <summary>A section of the configuration while options are read from it. Used by generated code.</summary>
/// <param name="node">The section: an object.</param>
/// <param name="binding">Gets the problems.</param>
/// <param name="isSlot">Whether the section picks a plugin, so that <c>type</c> is no option.</param>
public sealed class OptionsSection(ConfigurationNode node, OptionsBinding binding, bool isSlot = false)
{
    /// <summary>The key that picks a plugin.</summary>
    public const string TypeKey = "type";

    private readonly List<Action> _includedRules = [];
    private readonly OptionsSection? _whole;
    private readonly int _problemsBefore = binding.Problems.Count;
    private ImmutableArray<OptionKey> _options = [];

    /// <summary>The same section, as an included record sees it.</summary>
    private OptionsSection(ConfigurationNode node, OptionsBinding binding, OptionsSection whole)
        : this(node, binding) => (_whole, _problemsBefore) = (whole, whole._problemsBefore);

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

    /// <summary>Sets the options of the section, and reports every key that is not one of them.</summary>
    /// <param name="options">The section's options.</param>
    public void RefuseOthers(ImmutableArray<OptionKey> options)
    {
        _options = options;
        if (_whole is not null)
        {
            return; // The including record knows all keys.
        }

        string[] known = [.. options.Select(option => option.Key)];
        foreach (ConfigurationMember member in node.Members)
        {
            if (known.Contains(member.Key) || (isSlot && member.Key == TypeKey))
            {
                continue;
            }

            string hint = known.Length == 0 ? "this section has no options" : $"this section has {string.Join(", ", known)}";
            binding.Report(new ConfigurationProblem(OptionCodes.UnknownKey, member.KeyPlace, member.Value.Path, $"unknown key; {hint}")
            {
                Seen = member.Key,
                Rule = hint,
                DidYouMean = NearestName.Find(member.Key, isSlot ? [.. known, TypeKey] : known),
            });
        }
    }

    /// <summary>Reads an option; one that has to be there and is not is reported.</summary>
    /// <typeparam name="T">The option's type.</typeparam>
    /// <param name="option">The option.</param>
    /// <param name="value">The value; valid only where the result is true.</param>
    /// <returns>Whether the option is there and valid.</returns>
    public bool Read<T>(OptionKey<T> option, out T value)
    {
        if (node.Member(option.Key) is { } member)
        {
            using (binding.About(option))
            {
                return option.Form.Read(member.Value, binding, out value);
            }
        }

        if (option.IsRequired)
        {
            binding.Report(new ConfigurationProblem(OptionCodes.MissingKey, node.Place, PathOf(option.Key), "is missing") { Summary = SummaryOf(option.Key) });
        }

        value = default!;
        return false;
    }

    /// <summary>Reads the options of an included record from this section.</summary>
    /// <typeparam name="T">The included record.</typeparam>
    /// <returns>The record; not valid where the section has problems.</returns>
    public T Include<T>()
        where T : class, IBindableOptions<T> => T.Bind(new OptionsSection(node, binding, _whole ?? this));

    /// <summary>
    /// Applies the rules over several options, where each option alone is valid: first those of included records. An included record's rules wait
    /// until the including record is read.
    /// </summary>
    /// <param name="rules">The record's own rules; null for none.</param>
    public void Check(Action<OptionsSection>? rules = null)
    {
        if (_whole is not null)
        {
            if (rules is not null)
            {
                _whole._includedRules.Add(() => rules(this));
            }
        }
        else if (IsSound)
        {
            _includedRules.ForEach(included => included());
            rules?.Invoke(this);
        }
    }

    /// <summary>Reports an option that doesn't fit with others of the section.</summary>
    /// <param name="key">The option's key, or null for the section as a whole.</param>
    /// <param name="rule">What is expected, for instance <c>must be smaller than modulus</c>.</param>
    /// <param name="code">The kind of problem; third-party plugins use a prefix of their own, or leave it out.</param>
    public void Report(string? key, string rule, string code = OptionCodes.Conflict)
    {
        ConfigurationNode subject = (key is null ? null : node.Member(key)?.Value) ?? node;
        if (_options.Any(option => option.Key == key && IsSecret(option.Type)))
        {
            subject = subject.Hidden();
        }

        bool isScalar = subject.Kind is not (ConfigurationKind.Object or ConfigurationKind.Array);
        binding.Report(new ConfigurationProblem(
            code, subject.Place, key is null ? Path : PathOf(key), isScalar ? $"{rule}; found {subject.Display}" : rule)
        {
            Seen = subject.Display,
            Rule = rule,
            Summary = key is null ? null : SummaryOf(key),
        });
    }

    private static bool IsSecret(OptionType type) => type is SecretOption or NullableOption { Present: SecretOption };

    private string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    private string? SummaryOf(string key) =>
        _options.FirstOrDefault(option => option.Key == key) is { Summary.Length: > 0 } option ? option.Summary : null;

    /// <summary>Reads a section of options.</summary>
    /// <returns>Whether it has no problem; the value is valid only then.</returns>
    internal static bool TryBind<T>(ConfigurationNode node, OptionsBinding binding, out T value)
        where T : class, IBindableOptions<T>
    {
        value = null!;
        if (node.Kind != ConfigurationKind.Object)
        {
            return binding.Refuse(node, "an object");
        }

        var section = new OptionsSection(node, binding);
        using (binding.About(null))
        {
            value = T.Bind(section);
        }

        return section.IsSound;
    }

    private sealed class NoPlugins : IPluginRegistry
    {
        public static NoPlugins Instance { get; } = new();

        public string? WhyMissing => null;

        public IReadOnlyList<PluginDescriptor> OfKind(Type kind) => [];
    }
}
