using System.Diagnostics;

namespace MmoePipeline.Tests;

/// <summary>The end of a process.</summary>
internal static class ProcessEnd
{
    /// <summary>Waits for the end, and reads all that the process says meanwhile. One that takes too long is ended: it would slow down all that comes after.</summary>
    /// <param name="process">The process, with its output and messages redirected.</param>
    /// <param name="limit">How long it may take.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
    public static async Task<Outcome> EndAsync(this Process process, TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        Task<string> messages = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"The process went on for {limit.TotalMinutes} minutes. It said:{Environment.NewLine}{await output}{await messages}");
        }

        return new Outcome(process.ExitCode, await output, await messages);
    }
}
