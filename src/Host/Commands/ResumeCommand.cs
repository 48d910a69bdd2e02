using System.CommandLine;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Logging;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;
using Serilog.Extensions.Logging;
using Spectre.Console;

namespace MmoePipeline.Host.Commands;

/// <summary><c>mmoe resume</c>: goes on with a run that did not come to its end.</summary>
internal static class ResumeCommand
{
    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        var run = new Argument<string>("RUN") { Description = "The run folder." };
        CommonOptions.RefuseOptions(run);
        Option<string[]> set = CommonOptions.Set();
        var force = new Option<bool>("--force")
        {
            Description = "Continues where data, configuration or plugins differ from those at the checkpoint. What differs is logged.",
        };
        Option<string[]> plugins = CommonOptions.Plugins();
        Option<bool> locked = CommonOptions.Locked();
        Option<OutputFormat> format = CommonOptions.Format();
        var command = new Command(
            "resume", "Continues a run that was stopped or killed, from its newest checkpoint, with the results of an undisturbed run.")
        {
            run, set, force, plugins, locked, format,
        };
        command.SetAction((arguments, _) => ResumeAsync(
            arguments.GetValue(run)!,
            arguments.GetValue(set) ?? [],
            arguments.GetValue(force),
            CommonOptions.ChoiceOf(arguments, plugins, locked),
            arguments.GetValue(format)));
        return command;
    }

    private static async Task<int> ResumeAsync(string run, string[] sets, bool isForced, PluginChoice dropIns, OutputFormat format)
    {
        RunFolder folder;
        try
        {
            folder = RunFolder.Open(run);
            if (sets.Length == 0 && FinishedRun.Read(folder) is { } result)
            {
                Terminals.Messages.WriteLine($"{run}: the run is finished; there is nothing to do.");
                RunInvocation.Write(result, format);
                return ExitCode.Done;
            }

            folder.RequireNoLinks();
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }

        var tree = ConfigurationTree.Read(folder.ConfigurationFile, sets);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(dropIns, tree));
        RunPlan? plan = new RunPlanReader(registry).Read(tree, out ImmutableArray<ConfigurationProblem> problems);
        if (plan is null)
        {
            ProblemList.Write(problems.Select(problem => problem.ToProblem()));
            return ExitCode.BadInput;
        }

        SavedCheckpoint? checkpoint;
        try
        {
            checkpoint = Newest(folder);
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }

        using (checkpoint)
        {
            return await RunInvocation.ExecuteAsync(
                plan, new Resumption(folder, checkpoint, isForced), registry, format, untilInputEnds: false);
        }
    }

    /// <summary>The newest whole checkpoint; what is wrong with newer ones is told on the terminal, for the run's log is not open yet.</summary>
    private static SavedCheckpoint? Newest(RunFolder folder)
    {
        using Serilog.Core.Logger warnings = new Serilog.LoggerConfiguration().WriteTo.Sink(new WarningSink(Terminals.Messages)).CreateLogger();
        using var factory = new SerilogLoggerFactory(warnings);
        return new CheckpointStore(folder.Checkpoints, keep: 1).ReadNewest(factory.CreateLogger("mmoe"));
    }
}
