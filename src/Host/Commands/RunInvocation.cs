using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MmoePipeline.Engine.Checkpoints;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Runs;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Commands;

/// <summary>Does a run for a command: from its plan to the exit code.</summary>
internal static class RunInvocation
{
    /// <summary>Trains and evaluates, and writes the result or why there is none.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="resumption">A run that is to go on; null for a new one.</param>
    /// <param name="registry">The plugins.</param>
    /// <param name="format">The form of the result.</param>
    /// <param name="untilInputEnds">Whether the end of standard input ends the run as a signal does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> ExecuteAsync(
        RunPlan plan, Resumption? resumption, PluginRegistry registry, OutputFormat format, bool untilInputEnds)
    {
        if (resumption is null && RunFolderPaths.OutputProblem(plan) is { } problem)
        {
            ProblemList.Write([problem]);
            return ExitCode.BadInput;
        }

        using IHost host = RunHost.Create(plan, Terminals.Messages);
        ILogger logger = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("mmoe");
        foreach (PluginFailure failure in registry.Failures)
        {
            logger.LogWarning("{Failure}", failure);
        }

        await host.StartAsync();
        RunSession session = host.Services.GetRequiredService<RunSession>();
        StopSignals.LeaveToCommand(() => session.IsStarted);
        if (untilInputEnds)
        {
            StopAtEndOfInput(host.Services.GetRequiredService<IHostApplicationLifetime>());
        }

        try
        {
            CancellationToken stopping = host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
            RunResult result = await host.Services.GetRequiredService<RunExecutor>().ExecuteAsync(plan, resumption, stopping);
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
            string details = session.IsStarted && File.Exists(session.Folder.LogFile)
                ? $". Details are in {Path.GetRelativePath(".", session.Folder.LogFile)}."
                : "";
            Problem failure = exception is RunFailedException failed ? failed.Problem : PluginFaults.Describe(exception, plan);
            string reason = failure.Place.Length == 0 ? $"the run failed: {failure.Message}" : failure.Message;
            ProblemList.Write([failure with { Message = details.Length > 0 ? $"{reason.TrimEnd('.')}{details}" : reason }]);
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

    /// <summary>Writes a result to standard output.</summary>
    public static void Write(RunResult result, OutputFormat format)
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
