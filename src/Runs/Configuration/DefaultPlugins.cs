using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Options;

namespace MmoePipeline.Runs.Configuration;

/// <summary>
/// The sections of a run that pick a plugin where the configuration picks none. They are data, in <c>defaults.json</c>, because the program knows no
/// plugin by name.
/// </summary>
internal static class DefaultPlugins
{
    private static readonly ConfigurationNode Root = Read();

    /// <summary>A configuration with the sections that it lacks. A section that is there stays as it is.</summary>
    /// <param name="root">The configuration.</param>
    public static ConfigurationNode Complete(ConfigurationNode root) => Complete(root, Root, new SectionOption(() => RunConfiguration.Descriptor));

    /// <summary>The options of a run as a file has to have them: sections with a default are not required.</summary>
    /// <param name="run">The options of a run.</param>
    public static OptionsDescriptor Complete(OptionsDescriptor run) => Complete(run, Root);

    private static OptionsDescriptor Complete(OptionsDescriptor section, ConfigurationNode defaults) => section with
    {
        Options =
        [
            .. section.Options.Select(option => defaults.Member(option.Key)?.Value is not { } known ? option : option with
            {
                IsRequired = option.IsRequired && !IsEnough(option, known),
                Default = TypeOf(known) is { } name ? $"{{ \"{OptionsSection.TypeKey}\": \"{name}\" }}" : option.Default,
                Type = option.Type is SectionOption inner ? new SectionOption(() => Complete(inner.Section(), known)) : option.Type,
            }),
        ],
    };

    /// <summary>The plugin that a node picks; null for a section.</summary>
    private static string? TypeOf(ConfigurationNode node) => node.Member(OptionsSection.TypeKey)?.Value.Text;

    /// <summary>
    /// Whether the default is all that the option needs. A section that has other required options is not added: what is reported as missing is the section.
    /// </summary>
    private static bool IsEnough(OptionDescriptor option, ConfigurationNode known) =>
        option.Type is not SectionOption section || Complete(section.Section(), known).Options.All(inner => !inner.IsRequired);

    private static ConfigurationNode Complete(ConfigurationNode node, ConfigurationNode defaults, OptionType type)
    {
        if (node.Kind != ConfigurationKind.Object || type is not SectionOption section)
        {
            return node;
        }

        Dictionary<string, OptionDescriptor> options = section.Section().Options.ToDictionary(option => option.Key);
        return node with
        {
            Members =
            [
                .. node.Members.Select(member => defaults.Member(member.Key) is { } known
                    ? member with { Value = Complete(member.Value, known.Value, options[member.Key].Type) }
                    : member),
                .. defaults.Members.Where(known => node.Member(known.Key) is null && IsEnough(options[known.Key], known.Value)),
            ],
        };
    }

    private static ConfigurationNode Read()
    {
        using Stream stream = typeof(DefaultPlugins).Assembly.GetManifestResourceStream("defaults.json")!;
        using var text = new MemoryStream();
        stream.CopyTo(text);
        var problems = new List<ConfigurationProblem>();
        ConfigurationNode? root = JsonTree.Read(text.ToArray(), "", _ => new ConfigurationPlace("default"), Path.GetFullPath("."), problems);
        return problems.Count == 0 ? root! : throw new InvalidOperationException(problems[0].ToString());
    }
}
