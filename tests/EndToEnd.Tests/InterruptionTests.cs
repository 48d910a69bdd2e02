using System.Diagnostics;
using System.Globalization;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class InterruptionTests(Workplace workplace) : IClassFixture<Workplace>
{
    [TheoryOn("signals to one process", "linux", "macos")]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_stops_between_two_steps_and_saves(string signal)
    {
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

    /// <summary>A file that can't be opened is what a disk that doesn't answer is.</summary>
    [FactOn("leases of files", "linux")]
    public async Task What_does_not_answer_is_not_waited_for()
    {
        string rows = Path.Combine(workplace.Folder, "rows.csv");
        await File.WriteAllTextAsync(rows, "age\n1\n");
        string runs = Path.Combine(workplace.Folder, "unanswered");
        using var lease = new FileLease(rows);
        using Process process = Mmoe.Start(workplace.ShortRun($"run.output={runs}", $"data.source.path={rows}"));
        Task<Outcome> end = Mmoe.EndAsync(process);
        await UntilAsync(() => lease.IsAwaited, end);
        await Mmoe.RunOtherAsync("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        Outcome outcome = await end;
        Assert.Equal((130, ""), (outcome.ExitCode, outcome.Output));
        Assert.EndsWith("stopped although something did not answer; there was nothing to save\n", outcome.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(runs));
    }

    /// <summary>Waits until an epoch is done.</summary>
    private static Task EpochAsync(string runs, Task<Outcome> end) => UntilAsync(
        () => Directory.Exists(runs) && Directory.EnumerateFiles(runs, "best.safetensors", SearchOption.AllDirectories).Any(), end);

    private static async Task UntilAsync(Func<bool> happened, Task<Outcome> end)
    {
        using var changed = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!happened())
        {
            Assert.False(end.IsCompleted, "the run ended by itself");
            await changed.WaitForNextTickAsync();
        }
    }
}
