using MmoePipeline.Composition;

namespace MmoePipeline.Configuration;

/// <summary>One reading of a configuration: it knows the plugins and collects the problems.</summary>
/// <param name="plugins">The plugins that slots can name.</param>
public sealed class OptionsBinding(IPluginRegistry plugins)
{
    private readonly List<ConfigurationProblem> _problems = [];

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
        bool bound = OptionReaders.Section<T>()(root, binding, out T options);
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

    /// <summary>Reports a problem.</summary>
    public void Report(ConfigurationProblem problem) => _problems.Add(problem);

    /// <summary>Reports a value that is not what is due.</summary>
    /// <param name="node">The value.</param>
    /// <param name="due">What is due, for instance <c>a whole number</c>.</param>
    /// <returns>False, for readers to return.</returns>
    public bool Refuse(ConfigurationNode node, string due)
    {
        Report(new ConfigurationProblem(node.Place, node.Path, $"is {node.Display}, {due} is due") { Seen = node.Display });
        return false;
    }
}
