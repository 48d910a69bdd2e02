using System.Diagnostics;
using System.Globalization;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class InterruptionTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_between_two_steps_and_saves(string signal)
    {
        if (OperatingSystem.IsWindows())
        {
            // Windows has no way to send these to one process; the handling is the platform's own.
            return;
        }

        string runs = Path.Combine(workplace.Folder, signal);
        using Process process = Mmoe.Start(workplace.ShortRun($"run.output={runs}", "training.epochs=10000"));
        Task<Outcome> end = Mmoe.EndAsync(process);
        await EpochAsync(runs, end);
        await Mmoe.RunOtherAsync("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture));
        Outcome outcome = await end;

        Assert.Equal(130, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains("stopped in epoch", outcome.Messages, StringComparison.Ordinal);
        string run = Directory.EnumerateDirectories(runs).Single();
        Assert.NotEmpty(Directory.GetDirectories(Path.Combine(run, "checkpoints"), "step-*"));
        Assert.Contains("\"event\":\"run-interrupted\"", (await File.ReadAllLinesAsync(Path.Combine(run, "metrics.jsonl")))[^1], StringComparison.Ordinal);
    }

    /// <summary>Waits until an epoch is done.</summary>
    private static async Task EpochAsync(string runs, Task<Outcome> end)
    {
        using var changed = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!Directory.Exists(runs) || !Directory.EnumerateFiles(runs, "best.safetensors", SearchOption.AllDirectories).Any())
        {
            Assert.False(end.IsCompleted, "the run ended by itself");
            await changed.WaitForNextTickAsync();
        }
    }
}
