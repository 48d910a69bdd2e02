using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Options;

namespace MmoePipeline.Runs.Configuration;

/// <summary>Reads a run's configuration: the file, over it the environment, over that the command line.</summary>
/// <param name="plugins">The plugins that it can name.</param>
internal sealed class RunPlanReader(IPluginRegistry plugins)
{
    /// <summary>Reads and checks everything.</summary>
    /// <param name="path">The configuration file.</param>
    /// <param name="sets">Arguments <c>path=value</c>, the later ones over the earlier ones.</param>
    /// <param name="problems">All problems; empty where there is a plan.</param>
    /// <returns>The plan; null where there are problems.</returns>
    public RunPlan? Read(string path, IReadOnlyList<string> sets, out ImmutableArray<ConfigurationProblem> problems) =>
        Read(ConfigurationTree.Read(path, sets), out problems);

    /// <summary>Checks a tree that was read.</summary>
    /// <inheritdoc cref="Read(string, IReadOnlyList{string}, out ImmutableArray{ConfigurationProblem})"/>
    public RunPlan? Read(ConfigurationTree tree, out ImmutableArray<ConfigurationProblem> problems)
    {
        if (tree.Root is null)
        {
            problems = tree.Problems;
            return null;
        }

        var named = new PluginsInUse(plugins);
        ConfigurationNode root = DefaultPlugins.Complete(tree.Root);
        RunConfiguration? configuration = OptionsBinding.Bind<RunConfiguration>(root, named, out var ofOptions);
        problems = [.. tree.Problems, .. ofOptions];
        return problems.IsEmpty ? new RunPlan(configuration!, root) { Plugins = named.Uses } : null;
    }

    /// <summary>
    /// Reads a configuration that was put together in C# as one that was written to a file in the working folder: with the same checks, and places
    /// by path.
    /// </summary>
    /// <param name="configuration">The configuration. Its plugins have to be among those of the reader.</param>
    /// <exception cref="BadInputException">With all problems.</exception>
    public RunPlan Read(RunConfiguration configuration)
    {
        var problems = new List<ConfigurationProblem>();
        string folder = Path.GetFullPath(".");
        ConfigurationNode? root = JsonTree.Read(
            ResolvedConfiguration.Json(configuration, folder).ToArray(), "", _ => new ConfigurationPlace(nameof(RunConfiguration)), folder, problems);
        RunPlan? plan = Read(new ConfigurationTree(root, [.. problems]), out ImmutableArray<ConfigurationProblem> found);
        return plan ?? throw new BadInputException([.. found.Select(problem => new Problem(problem.Code, problem.Path, problem.Message))]);
    }
}
