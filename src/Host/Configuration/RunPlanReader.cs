using System.Collections;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;

namespace MmoePipeline.Host.Configuration;

/// <summary>Reads a run's configuration: the file, over it the environment, over that the command line.</summary>
/// <param name="plugins">The plugins that it can name.</param>
internal sealed class RunPlanReader(IPluginRegistry plugins)
{
    /// <summary>Reads and checks everything.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="sets">Arguments <c>path=value</c>, the later ones over the earlier ones.</param>
    /// <param name="problems">All problems; empty where there is a plan.</param>
    /// <returns>The plan; null where there are problems.</returns>
    public RunPlan? Read(string path, IReadOnlyList<string> sets, out ImmutableArray<ConfigurationProblem> problems)
    {
        var found = new List<ConfigurationProblem>();
        ConfigurationNode? tree = ConfigurationFile.Read(path, found);
        ImmutableArray<Override> changes =
        [
            .. Override.FromEnvironment(Environment()),
            .. sets.Select(argument => Override.FromArgument(argument, found)).OfType<Override>(),
        ];
        if (tree is null)
        {
            problems = [.. found];
            return null;
        }

        var overlay = new Overlay(found);
        ConfigurationNode merged = changes.Aggregate(tree, overlay.Apply);
        RunConfiguration? configuration = OptionsBinding.Bind<RunConfiguration>(merged, plugins, out var ofOptions);
        problems = [.. found, .. ofOptions];
        return problems.IsEmpty ? new RunPlan(configuration!, merged) : null;
    }

    private static IEnumerable<KeyValuePair<string, string>> Environment() => System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>()
        .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));
}
