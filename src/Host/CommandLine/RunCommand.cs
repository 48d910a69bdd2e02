using System.CommandLine;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Plugins;

namespace MmoePipeline.Host.CommandLine;

/// <summary><c>mmoe run</c>: trains and evaluates.</summary>
internal static class RunCommand
{
    /// <summary>
    /// An option for programs that start runs: the end of standard input ends the run as a signal does, so that a run does not
    /// outlive the program that wants its result, however that one ended.
    /// </summary>
    public const string UntilInputEnds = "--until-input-ends";

    /// <summary>
    /// An option for programs that start runs and keep their results: the <see cref="PluginContents.Digest(RunPlan)"/> that they went by. A run
    /// with others is refused, so that no result is taken for that of plugins which were replaced meanwhile.
    /// </summary>
    public const string ExpectedPlugins = "--expected-plugins";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> configuration = CommonOptions.Configuration("The configuration file; without one, the census run.");
        configuration.DefaultValueFactory = _ => ProgramHome.DefaultConfiguration;
        Option<string[]> set = CommonOptions.Set();
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        Option<OutputFormat> format = CommonOptions.Format();
        var expected = new Option<string?>(ExpectedPlugins) { Hidden = true };
        var untilInputEnds = new Option<bool>(UntilInputEnds) { Hidden = true };
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
