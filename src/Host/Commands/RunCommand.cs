using System.CommandLine;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe run</c>: trains and evaluates.</summary>
internal static class RunCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> configuration = CommonOptions.Configuration("The configuration file; without one, the flights run.");
        configuration.DefaultValueFactory = _ => ProgramHome.DefaultConfiguration;
        Option<string[]> set = CommonOptions.Set();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        Option<OutputFormat> format = CommonOptions.Format();
        var expected = new Option<string?>(RunProcess.ExpectedPlugins) { Hidden = true };
        var untilInputEnds = new Option<bool>(RunProcess.UntilInputEnds) { Hidden = true };
        var command = new Command("run", "Trains a model, evaluates it and leaves a run folder.")
        {
            configuration, set, plugins, locked, format, untilInputEnds, expected,
        };
        command.SetAction((arguments, _) => RunAsync(
            arguments.GetValue(configuration)!,
            arguments.GetValue(set) ?? [],
            CommonOptions.ChoiceOf(arguments, plugins, locked),
            arguments.GetValue(format),
            arguments.GetValue(untilInputEnds),
            arguments.GetValue(expected)));
        return command;
    }

    private static async Task<int> RunAsync(
        string path, string[] sets, PluginChoice dropIns, OutputFormat format, bool untilInputEnds, string? expectedPlugins)
    {
        var tree = ConfigurationTree.Read(path, sets);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(dropIns, tree));
        RunPlan? plan = new RunPlanReader(registry).Read(tree, out ImmutableArray<ConfigurationProblem> problems);
        if (plan is null)
        {
            ProblemList.Write(problems.Select(problem => problem.ToProblem()));
            return ExitCode.BadInput;
        }

        if (expectedPlugins is not null && PluginContents.Digest(plan) != expectedPlugins)
        {
            ProblemList.Write([new Problem(
                LoadingCodes.ChangedMeanwhile, path, "files of its plugins changed after the command that started this run had hashed them; start that command again.")]);
            return ExitCode.BadInput;
        }

        return await RunInvocation.ExecuteAsync(plan, null, registry, format, untilInputEnds);
    }
}
