using System.Runtime.InteropServices;

namespace MmoePipeline.Host.Runtime;

/// <summary>Work of several runs, which goes on from what is finished when its command is given again.</summary>
internal static class Interruptible
{
    /// <summary>Does the work, and reports why it did not finish.</summary>
    /// <param name="work">The work; its token is cancelled by SIGINT and SIGTERM.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(Func<CancellationToken, Task<int>> work)
    {
        using var stop = new CancellationTokenSource();
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        StopSignals.LeaveToCommand(() => true);
        try
        {
            return await work(stop.Token);
        }
        catch (BadInputException exception)
        {
            ProblemList.Write(exception.Problems);
            return ExitCode.BadInput;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ProblemList.WriteLines(["stopped; the same command continues with what is not finished"]);
            return ExitCode.Interrupted;
        }

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}
