using MmoePipeline.Configuration.Rules;
using MmoePipeline.Configuration.Tree;

namespace MmoePipeline.Configuration;

/// <summary>One reading of a configuration: it knows the plugins and collects the problems.</summary>
/// <param name="plugins">The plugins that slots can name.</param>
public sealed class OptionsBinding(IPluginRegistry plugins)
{
    private readonly List<ConfigurationProblem> _problems = [];
    private OptionKey? _option;

    /// <summary>The plugins that slots can name.</summary>
    public IPluginRegistry Plugins { get; } = plugins;

    /// <summary>
    /// Reads a whole tree of options.
    /// </summary>
    /// <typeparam name="T">The options of the root.</typeparam>
    /// <param name="root">The root of the tree.</param>
    /// <param name="plugins">The plugins that slots can name.</param>
    /// <param name="problems">All problems, in the order of their places; empty where the options are valid.</param>
    /// <returns>The options; null where there are problems.</returns>
    public static T? Bind<T>(ConfigurationNode root, IPluginRegistry plugins, out ImmutableArray<ConfigurationProblem> problems)
        where T : class, IBindableOptions<T>
    {
        var binding = new OptionsBinding(plugins);
        bool bound = OptionsSection.TryBind(root, binding, out T options);
        problems =
        [
            .. binding._problems
                .OrderBy(problem => problem.Place.Line is null)
                .ThenBy(problem => problem.Place.Line)
                .ThenBy(problem => problem.Place.Column),
        ];
        return bound && problems.IsEmpty ? options : null;
    }

    /// <summary>The problems reported so far, in the order of the reports.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems => _problems;

    /// <summary>Reports a problem; one without a summary gets that of the option that is being read.</summary>
    public void Report(ConfigurationProblem problem) => _problems.Add(
        problem.Summary is null && _option is { Summary.Length: > 0 } option ? problem with { Summary = option.Summary } : problem);

    /// <summary>Reports a value that is not of the expected type.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What is expected, for instance <c>a whole number</c>.</param>
    /// <returns>False, for forms to return.</returns>
    public bool Refuse(ConfigurationNode node, string expected) => Refuse(node, expected, null);

    /// <summary>Reports a value that is not of the expected type, and how to write it.</summary>
    /// <param name="node">The value.</param>
    /// <param name="expected">What is expected, for instance <c>a text</c>.</param>
    /// <param name="right">The value as JSON of the expected type; null where it is not known.</param>
    /// <returns>False, for forms to return.</returns>
    internal bool Refuse(ConfigurationNode node, string expected, string? right)
    {
        string rule = $"expected {expected}";
        string hint = right is null ? "" : $"; write {Written(node, right)}";
        Report(new ConfigurationProblem(OptionCodes.WrongType, node.Place, node.Path, $"{rule}, found {node.Display}{hint}") { Seen = node.Display, Rule = rule });
        return false;
    }

    /// <summary>Reports a value that breaks a rule.</summary>
    /// <typeparam name="T">The type that the rule is of.</typeparam>
    /// <param name="node">The value.</param>
    /// <param name="rule">The rule.</param>
    /// <returns>False, for forms to return.</returns>
    public bool Refuse<T>(ConfigurationNode node, IOptionRule<T> rule)
    {
        bool isScalar = node.Kind is not (ConfigurationKind.Object or ConfigurationKind.Array);
        Report(new ConfigurationProblem(rule.Code, node.Place, node.Path, rule.Complaint(isScalar ? node.Display : null))
        {
            Seen = node.Display,
            Rule = rule.Complaint(null),
        });
        return false;
    }

    /// <summary>
    /// A value as it has to be written where it came from: a shell takes the quotes of a text away, unless they are within quotes themselves.
    /// </summary>
    private static string Written(ConfigurationNode node, string json) => node.Place.Origin switch
    {
        ConfigurationOrigin.CommandLine when node.Place.Source == $"--set {node.Path}" => $"--set '{node.Path}={json}'",
        ConfigurationOrigin.CommandLine => $"{json}, in single quotes around the whole argument",
        ConfigurationOrigin.Environment => $"{json} as the variable's value, its quotes included",
        _ => json,
    };

    /// <summary>Says which option is being read: problems that are reported before the result is disposed of get its summary.</summary>
    /// <param name="option">The option; null for none, as at the beginning of a section.</param>
    internal Subject About(OptionKey? option)
    {
        var subject = new Subject(this, _option);
        _option = option;
        return subject;
    }

    internal readonly ref struct Subject(OptionsBinding binding, OptionKey? before)
    {
        public void Dispose() => binding._option = before;
    }
}
