using System.Diagnostics;
using System.Globalization;
using MmoePipeline.Campaigns.Runs;

namespace MmoePipeline.Campaigns.Interruptions;

/// <summary>
/// Stops runs of the real program at random moments, takes them up again until they are done, and compares what they leave with a run that
/// nothing disturbed.
/// </summary>
/// <param name="program">The program's assembly.</param>
/// <param name="folder">Where runs go.</param>
/// <param name="say">Is told how it goes.</param>
internal sealed class InterruptionCampaign(string program, string folder, Action<string> say)
{
    private readonly string _table = CampaignRun.WriteTable(folder);
    private readonly SortedDictionary<string, int> _stopped = new(StringComparer.Ordinal);
    private TimeSpan _slowestEnd;

    /// <summary>Does it.</summary>
    /// <param name="interruptions">How many, at least; the last run is done to its end.</param>
    /// <param name="seed">Decides the moments.</param>
    public async Task<InterruptionResult> RunAsync(int interruptions, int seed)
    {
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        var comparison = new RunComparison(await UndisturbedAsync("undisturbed-first"));
        watch.Restart();

        // The second finds the encoded columns in the cache, as those do that are disturbed.
        List<string> differences = [.. comparison.Differences(await UndisturbedAsync("undisturbed"))];
        TimeSpan usual = watch.Elapsed;
        int runs = 0;
        while (_stopped.Values.Sum() < interruptions)
        {
            string name = $"disturbed-{runs++:D3}";
            differences.AddRange(comparison.Differences(await DisturbedAsync(name, usual, random)).Select(file => $"{name}: {file}"));
            say(string.Create(CultureInfo.InvariantCulture, $"{runs} runs done, {_stopped.Values.Sum()} interruptions, {differences.Count} differences"));
        }

        return new InterruptionResult(runs, _stopped.ToImmutableSortedDictionary(), _slowestEnd, [.. differences]);
    }

    private async Task<string> UndisturbedAsync(string name)
    {
        using ProgramProcess process = Start(RunArguments(name));
        RequireDone(await process.End, "the undisturbed run");
        return FolderOf(name)!;
    }

    private async Task<string> DisturbedAsync(string name, TimeSpan usual, Random random)
    {
        while (true)
        {
            string? run = FolderOf(name);
            using ProgramProcess process = Start(run is null ? RunArguments(name) : ["resume", run]);
            TimeSpan moment = usual * (0.05 + (random.NextDouble() * 1.1));
            if (await Task.WhenAny(process.End, Task.Delay(moment)) == process.End)
            {
                // No run ends by itself but with its result.
                RequireDone(await process.End, "a run that nothing stopped");
                return FolderOf(name)!;
            }

            Signal signal = random.NextDouble() < 0.7 ? Signal.Kill : Signal.Terminate;
            string place = PlaceOf(FolderOf(name));
            var watch = Stopwatch.StartNew();
            process.Send(signal);
            Outcome end = await process.End;
            if (signal == Signal.Terminate)
            {
                // 0: it was at its end already; 143: the runtime had not begun to hear signals.
                _ = end.ExitCode is 130 or 0 or 143 ? end : throw Unexpected(end, "a run that was asked to stop");
                _slowestEnd = watch.Elapsed > _slowestEnd ? watch.Elapsed : _slowestEnd;
            }

            string what = $"{(signal == Signal.Kill ? "kill -9" : "SIGTERM")} {place}";
            _stopped[what] = _stopped.GetValueOrDefault(what) + 1;
        }
    }

    private static string PlaceOf(string? run) =>
        run is null || !Directory.Exists(Path.Combine(run, "checkpoints")) ? "before there was a run folder"
        : File.Exists(Path.Combine(run, "verdicts.json")) ? "at the end, verdicts written"
        : Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "*.tmp").Any() ? "while a checkpoint was written"
        : Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "step-*").Any() ? "amid training"
        : "before the first checkpoint";

    private ProgramProcess Start(ImmutableArray<string> arguments) => ProgramProcess.Start(program, [], arguments);

    private ImmutableArray<string> RunArguments(string name) => CampaignRun.Arguments(
        _table, Path.Combine(folder, name), 6, $"data.cache={Path.Combine(folder, "cache")}", "training.batchSize=4096", "training.checkpoints.steps=4");

    private string? FolderOf(string name) => CampaignRun.FolderIn(Path.Combine(folder, name));

    private static void RequireDone(Outcome end, string what) => _ = end.ExitCode == 0 ? end : throw Unexpected(end, what);

    private static InvalidOperationException Unexpected(Outcome end, string what) =>
        new($"{what} ended with {end.ExitCode}: {end.Messages}{end.Output}");
}
