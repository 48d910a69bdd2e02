using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Configuration;
using MmoePipeline.Host.Plugins;
using MmoePipeline.Host.Runs;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Host.Training;
using Spectre.Console;

namespace MmoePipeline.Host.CommandLine;

/// <summary><c>mmoe run</c>: trains and evaluates.</summary>
internal static class RunCommand
{
    /// <summary>
    /// An option for programs that start runs: the end of standard input ends the run as a signal does, so that a run does not
    /// outlive the program that wants its result, however that one ended.
    /// </summary>
    public const string UntilInputEnds = "--until-input-ends";

    /// <summary>Describes the command.</summary>
    public static Command Create()
    {
        Argument<string> configuration = CommonOptions.Configuration("The configuration file; without one, the census run.");
        configuration.DefaultValueFactory = _ => ProgramHome.DefaultConfiguration;
        Option<string[]> set = CommonOptions.Set();
        Option<string> plugins = CommonOptions.Plugins();
        Option<OutputFormat> format = CommonOptions.Format();
        var untilInputEnds = new Option<bool>(UntilInputEnds) { Hidden = true };
        var command = new Command("run", "Trains a model, evaluates it and leaves a run folder.")
        {
            configuration, set, plugins, format, untilInputEnds,
        };
        command.SetAction((arguments, _) => RunAsync(
            arguments.GetValue(configuration)!,
            arguments.GetValue(set) ?? [],
            arguments.GetValue(plugins)!,
            arguments.GetValue(format),
            arguments.GetValue(untilInputEnds)));
        return command;
    }

    private static async Task<int> RunAsync(string path, string[] sets, string dropIns, OutputFormat format, bool untilInputEnds)
    {
        var tree = ConfigurationTree.Read(path, sets);
        PluginRegistry registry = PluginLoader.Load(PluginSources.Of(dropIns, tree));
        RunPlan? plan = new RunPlanReader(registry).Read(tree, out ImmutableArray<ConfigurationProblem> problems);
        if (plan is null)
        {
            ProblemList.Write(problems.Select(problem => problem.ToString()));
            return ExitCode.BadInput;
        }

        using IHost host = RunHost.Create(plan, Terminals.Messages);
        ILogger logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("mmoe");
        foreach (PluginFailure failure in registry.Failures)
        {
            logger.LogWarning("{Failure}", failure);
        }

        await host.StartAsync();
        if (untilInputEnds)
        {
            StopAtEndOfInput(host.Services.GetRequiredService<IHostApplicationLifetime>());
        }

        try
        {
            CancellationToken stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            RunResult result = await host.Services.GetRequiredService<RunExecutor>().ExecuteAsync(plan, stopping);
            Write(result, format);
            return ExitCode.Done;
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Interrupted;
        }
        catch (Exception exception)
        {
            // The last stop of anything unforeseen: the trace goes to the log, the person gets the message and its place.
            logger.LogDebug(exception, "the run failed");
            string details = host.Services.GetRequiredService<RunSession>().IsStarted
                ? $" Details are in {Path.GetRelativePath(".", host.Services.GetRequiredService<RunSession>().Folder.LogFile)}."
                : "";
            string reason = exception is RunFailedException ? exception.Message : PluginFaults.Describe(exception, plan);
            ProblemList.Write([$"the run failed: {reason}{details}"]);
            return ExitCode.Failed;
        }
        finally
        {
            await host.StopAsync();
        }
    }

    /// <summary>Waits on a thread of its own: a read of standard input can't be taken back.</summary>
    private static void StopAtEndOfInput(IHostApplicationLifetime lifetime) => new Thread(() =>
    {
        using Stream input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        lifetime.StopApplication();
    })
    {
        IsBackground = true,
    }.Start();

    private static void Write(RunResult result, OutputFormat format)
    {
        if (format == OutputFormat.Json)
        {
            ResultJson.Write(Console.Out, result);
        }
        else
        {
            ResultTable.Write(Terminals.Results, result);
        }
    }
}
