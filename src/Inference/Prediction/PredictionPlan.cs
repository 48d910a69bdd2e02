using MmoePipeline.Configuration.Tree;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Inference.Prediction;

/// <summary>
/// A run's own configuration with another table. The environment has no say in it: the network has to be the one that was trained.
/// </summary>
/// <param name="Plan">The configuration, bound.</param>
/// <param name="Plugins">The plugins that it was bound with.</param>
internal sealed record PredictionPlan(RunPlan Plan, PluginRegistry Plugins)
{
    /// <summary>What may be set: whatever is not part of the model.</summary>
    private static readonly ImmutableArray<string> Settable = ["data.source", "run.device", "training.batchSize", "training.forcePrecision", "plugins"];

    /// <summary>Reads the configuration of a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="input">The table, as <see cref="PredictionInput"/> takes it.</param>
    /// <param name="sets">Arguments <c>path=value</c> over both, the later ones over the earlier ones.</param>
    /// <param name="dropIns">What the command line says of plugins.</param>
    /// <exception cref="BadInputException">Something is wrong with any of them.</exception>
    public static PredictionPlan Read(RunFolder folder, string input, IReadOnlyList<string> sets, PluginChoice dropIns)
    {
        var problems = new List<ConfigurationProblem>();
        ConfigurationNode? root = ConfigurationFile.Read(Path.GetRelativePath(".", folder.ConfigurationFile), problems);
        ImmutableArray<Override> changes = [.. sets.Select(argument => Override.FromArgument(argument, problems)).OfType<Override>()];
        problems.AddRange(changes.Where(change => !IsSettable(change)).Select(change => new ConfigurationProblem(
            PredictionCodes.NotSettable, change.Place, "", $"the model is that of the run; only {string.Join(", ", Settable)} can be set")));
        ThrowIfAny(problems);

        // Where plugins are has to be known before those that the input needs.
        PluginRegistry plugins = PluginLoader.Load(PluginSources.Of(dropIns, new ConfigurationTree(Changed(root!), [])));
        ConfigurationNode changed = Changed(new PredictionInput(plugins).Apply(root!, input, problems));
        ThrowIfAny(problems);
        RunPlan? plan = new RunPlanReader(plugins).Read(new ConfigurationTree(changed, []), out ImmutableArray<ConfigurationProblem> ofOptions);
        ThrowIfAny(ofOptions);
        return new PredictionPlan(plan!, plugins);

        ConfigurationNode Changed(ConfigurationNode node) => changes.Aggregate(node, new Overlay(problems).Apply);
    }

    private static bool IsSettable(Override change)
    {
        string path = string.Join('.', change.Keys);
        return Settable.Any(settable => path == settable || path.StartsWith($"{settable}.", StringComparison.Ordinal));
    }

    private static void ThrowIfAny(IReadOnlyCollection<ConfigurationProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new BadInputException([.. problems.Select(problem => problem.ToProblem()).Distinct()]);
        }
    }
}
