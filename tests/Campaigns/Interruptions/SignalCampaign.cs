using System.Diagnostics;
using System.Globalization;
using MmoePipeline.Campaigns.Runs;

namespace MmoePipeline.Campaigns.Interruptions;

/// <summary>
/// Sends SIGTERM to runs of the real program at moments that are spread evenly from the start of the process to its end, so that no part of a
/// run is left out: reading, encoding, training, evaluating, the report. Each ends with 130 in time, and goes on to an undisturbed run's result.
/// </summary>
/// <param name="program">The program's assembly.</param>
/// <param name="folder">Where runs go.</param>
/// <param name="say">Is told how it goes.</param>
internal sealed class SignalCampaign(string program, string folder, Action<string> say)
{
    private readonly string _table = CampaignRun.WriteTable(folder);
    private const int Epochs = 2;

    /// <summary>How long it may take to the end, by the promise.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SortedDictionary<string, int> _stopped = new(StringComparer.Ordinal);
    private TimeSpan _slowestEnd;
    private int _lastStep;

    /// <summary>Does it.</summary>
    /// <param name="moments">How many.</param>
    public async Task<InterruptionResult> RunAsync(int moments)
    {
        var watch = Stopwatch.StartNew();
        using (ProgramProcess undisturbed = Start(RunArguments("undisturbed")))
        {
            _ = await undisturbed.End is { ExitCode: 0 } ? 0 : throw new InvalidOperationException((await undisturbed.End).Messages);
        }

        TimeSpan usual = watch.Elapsed;
        string reference = CampaignRun.FolderIn(Path.Combine(folder, "undisturbed"))!;
        _lastStep = Checkpoints(reference).Max();
        var comparison = new RunComparison(reference);
        List<string> differences = [];
        for (int moment = 0; moment < moments; moment++)
        {
            string name = $"stopped-{moment:D3}";
            differences.AddRange((await StoppedAsync(name, usual * ((moment + 0.5) / moments), comparison)).Select(what => $"{name}: {what}"));
            say(string.Create(CultureInfo.InvariantCulture, $"{moment + 1} of {moments} signals, {differences.Count} differences"));
        }

        return new InterruptionResult(moments, _stopped.ToImmutableSortedDictionary(), _slowestEnd, [.. differences]);
    }

    private async Task<ImmutableArray<string>> StoppedAsync(string name, TimeSpan moment, RunComparison comparison)
    {
        using ProgramProcess process = Start(RunArguments(name));
        bool isOver = await Task.WhenAny(process.End, Task.Delay(moment)) == process.End;
        string place = isOver ? "after its end" : PlaceOf(FolderOf(name));
        var watch = Stopwatch.StartNew();
        if (!isOver)
        {
            process.Send(Signal.Terminate);
        }

        Outcome end = await process.End;
        TimeSpan took = watch.Elapsed;
        _slowestEnd = took > _slowestEnd ? took : _slowestEnd;
        string what = string.Create(CultureInfo.InvariantCulture, $"SIGTERM {place}: exit code {end.ExitCode}");
        _stopped[what] = _stopped.GetValueOrDefault(what) + 1;

        // 143: the runtime had not begun to hear signals. 0: the result was being printed.
        ImmutableArray<string> wrong =
        [
            .. new[]
            {
                took > Limit ? string.Create(CultureInfo.InvariantCulture, $"ended {took.TotalSeconds:F1} s after the signal") : null,
                end.ExitCode == 130 || (end.ExitCode == 143 && FolderOf(name) is null && end.Messages.Length == 0) || (end.ExitCode == 0 && end.Output.Length > 0)
                    ? null : $"{place}: exit code {end.ExitCode}: {end.Messages}",
            }.OfType<string>(),
        ];
        if (FolderOf(name) is not { } run)
        {
            return wrong;
        }

        using ProgramProcess resumed = Start(["resume", run]);
        Outcome last = await resumed.End;
        return [.. wrong, .. last.ExitCode == 0 ? comparison.Differences(run) : [$"resume ended with {last.ExitCode}: {last.Messages}"]];
    }

    private string PlaceOf(string? run) =>
        run is null ? "before there was a run folder"
        : Checkpoints(run) is var steps && steps.Length == 0 ? "before the first checkpoint"
        : steps.Max() < _lastStep ? "amid training"
        : File.Exists(Path.Combine(run, "predictions.csv")) ? "while the report was made"
        : "in the last evaluation";

    private static ImmutableArray<int> Checkpoints(string run) => !Directory.Exists(Path.Combine(run, "checkpoints")) ? [] :
    [
        .. Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "step-*").Select(path => path[^9..])
            .Where(name => name.All(char.IsAsciiDigit)).Select(name => int.Parse(name, CultureInfo.InvariantCulture)),
    ];

    // Without a cache, so that reading and encoding are a part of each run.
    private ImmutableArray<string> RunArguments(string name) => CampaignRun.Arguments(
        _table, Path.Combine(folder, name), Epochs, "data.cache=null", "training.batchSize=4096", "training.checkpoints.steps=4");

    private string? FolderOf(string name) => CampaignRun.FolderIn(Path.Combine(folder, name));

    private ProgramProcess Start(ImmutableArray<string> arguments) => ProgramProcess.Start(program, [], arguments);
}
