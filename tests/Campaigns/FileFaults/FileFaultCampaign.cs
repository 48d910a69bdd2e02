using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using MmoePipeline.Campaigns.Runs;

namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>
/// Runs the real program on a file system that fails. A run either comes to its end with what an undisturbed one leaves, or ends with a message
/// that names the file, leaves nothing that looks whole and is not, and goes on to the undisturbed result once the files are well again. A
/// prediction's file is the undisturbed one, or not there.
/// </summary>
/// <param name="program">The program's assembly.</param>
/// <param name="folder">Where runs go.</param>
/// <param name="say">Is told how it goes.</param>
internal sealed partial class FileFaultCampaign(string program, string folder, Action<string> say)
{
    private const int Rows = 4000;

    private readonly FailingFiles _files = FailingFiles.Compile(folder);
    private readonly ConcurrentBag<FileCall> _faults = [];
    private readonly ConcurrentBag<string> _ends = [];
    private readonly ConcurrentBag<string> _failures = [];

    /// <summary>Does it.</summary>
    /// <param name="faults">How many, at least.</param>
    /// <param name="seed">Decides which.</param>
    public async Task<FileFaultResult> RunAsync(int faults, int seed)
    {
        FaultTrial reference = MakeTrial("reference");
        await RequireDoneAsync(StartAsync(reference, null, RunArguments(reference)));
        IReadOnlyDictionary<FileCall, long> ofRun = FailingFiles.Counts(reference.Records);
        string run = reference.Run!;
        var comparison = new RunComparison(run);
        await RequireDoneAsync(StartAsync(reference, null, PredictArguments(reference, run)));
        IReadOnlyDictionary<FileCall, long> ofPrediction = FailingFiles.Counts(reference.Records);
        int trials = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, int.MaxValue).TakeWhile(_ => _faults.Count < faults),
            new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
            async (number, _) =>
            {
                FaultTrial trial = MakeTrial($"trial-{number:D4}");
                var random = new Random((seed * 100_003) + number);
                if (number % 4 == 3)
                {
                    await TryPredictionAsync(trial, reference, FileFault.Draw(random, ofPrediction));
                }
                else
                {
                    await TryRunAsync(trial, random, ofRun, comparison);
                }

                if (Interlocked.Increment(ref trials) % 20 == 0)
                {
                    say(string.Create(CultureInfo.InvariantCulture, $"{trials} trials, {_faults.Count} faults, {_failures.Count} failures"));
                }
            });
        return new FileFaultResult(Counted(_faults), Counted(_ends), [.. _failures.Order(StringComparer.Ordinal)]);
    }

    private async Task TryRunAsync(FaultTrial trial, Random random, IReadOnlyDictionary<FileCall, long> counts, RunComparison comparison)
    {
        var fault = FileFault.Draw(random, counts);
        Outcome end = await StartAsync(trial, fault, RunArguments(trial));
        Judge(trial, fault, end, "run", comparison);

        // What goes on may be struck again.
        if (end.ExitCode != 0 && random.Next(2) == 0 && trial.Run is { } stopped)
        {
            fault = FileFault.Draw(random, counts);
            end = await StartAsync(trial, fault, ["resume", stopped]);
            Judge(trial, fault, end, "resume", comparison);
        }

        if (end.ExitCode != 0)
        {
            Outcome last = await StartAsync(trial, null, trial.Run is { } left ? ["resume", left] : RunArguments(trial));
            Require(trial, fault, last.ExitCode == 0, $"afterwards, with the files well again, exit code {last.ExitCode}: {last.Messages}");
            RequireSame(trial, fault, comparison, withLastCheckpoint: true);
            _ends.Add("taken up again and brought to the undisturbed end");
        }

        Clean(trial);
    }

    private async Task TryPredictionAsync(FaultTrial trial, FaultTrial reference, FileFault fault)
    {
        CopyFolder(reference.Run!, Path.Combine(trial.Files, "run"));
        Outcome end = await StartAsync(trial, fault, PredictArguments(trial, Path.Combine(trial.Files, "run")));
        JudgeEnd(trial, fault, end, "predict");
        bool isThere = File.Exists(trial.Predictions);
        Require(trial, fault, isThere || end.ExitCode != 0, "exit code 0 and no predictions");
        Require(
            trial,
            fault,
            !isThere || File.ReadAllBytes(trial.Predictions).AsSpan().SequenceEqual(File.ReadAllBytes(reference.Predictions)),
            "the predictions are others than the undisturbed ones");
        Clean(trial);
    }

    private void Judge(FaultTrial trial, FileFault fault, Outcome end, string command, RunComparison comparison)
    {
        JudgeEnd(trial, fault, end, command);
        if (end.ExitCode == 0)
        {
            RequireSame(trial, fault, comparison, withLastCheckpoint: !end.Messages.Contains("can't be written into", StringComparison.Ordinal));
        }
        else if (trial.Run is { } run)
        {
            string[] half = [.. comparison.HalfResults(run)];
            Require(trial, fault, half.Length == 0, $"looks whole and is not: {string.Join(", ", half)}");
        }
    }

    /// <summary>An end is one of the program's own, with a message that tells which file it is about.</summary>
    private void JudgeEnd(FaultTrial trial, FileFault fault, Outcome end, string command)
    {
        ImmutableArray<string> failed = FailingFiles.Failed(trial.Records);
        foreach (string _ in failed.Take(1))
        {
            _faults.Add(fault.Kind);
        }

        _ends.Add(
            failed.IsEmpty ? $"{command}: the fault did not strike"
            : end.ExitCode == 0 ? $"{command}: went on to its end"
            : $"{command}: ended with a message and exit code {end.ExitCode}");
        string said = end.Messages + end.Output;
        Require(trial, fault, end.ExitCode is 0 or 1 or 2, $"{command} ended with {end.ExitCode}: {said}");
        Require(trial, fault, !StackTrace().IsMatch(said), $"{command} showed a stack trace: {said}");
        Require(
            trial,
            fault,
            end.ExitCode == 0 || failed.Any(path => Named(trial, path).Any(name => said.Contains(name, StringComparison.Ordinal))),
            $"{command} ended with {end.ExitCode}, and its message names no file that failed ({string.Join(", ", failed.Distinct().Take(3))}): {said}");
    }

    /// <summary>By which names a message may tell of a file: its own without what a temporary name adds, and its folder's.</summary>
    private static IEnumerable<string> Named(FaultTrial trial, string path) =>
        Path.GetRelativePath(trial.Files, path).Split('/').Where(name => name != ".").TakeLast(2).Select(name => name.Split(".tmp")[0])
            .Select(name => TemporaryEnd().Replace(name, ""));

    private void RequireSame(FaultTrial trial, FileFault fault, RunComparison comparison, bool withLastCheckpoint)
    {
        if (trial.Run is not { } run)
        {
            Require(trial, fault, false, "there is no run folder");
            return;
        }

        string[] differences = [.. comparison.Differences(run, withLastCheckpoint)];
        Require(trial, fault, differences.Length == 0, $"differs from the undisturbed run: {string.Join(", ", differences)}");
    }

    private void Require(FaultTrial trial, FileFault fault, bool isSo, string otherwise)
    {
        if (!isSo)
        {
            trial.HasFailed = true;
            _failures.Add($"{Path.GetFileName(trial.Folder)}, {fault}: {otherwise}");
        }
    }

    private FaultTrial MakeTrial(string name)
    {
        var trial = new FaultTrial(Path.Combine(folder, name));
        Directory.CreateDirectory(trial.Files);
        Directory.CreateDirectory(trial.Records);
        CensusLikeTable.Write(trial.Data, Rows);
        return trial;
    }

    private async Task<Outcome> StartAsync(FaultTrial trial, FileFault? fault, ImmutableArray<string> arguments)
    {
        // The runs are short and side by side: quick to start matters most.
        using ProgramProcess process = ProgramProcess.Start(
            program,
            _files.Prepare(trial.Files, trial.Records, fault)
                .Append(new("OMP_NUM_THREADS", "1")).Append(new("DOTNET_TieredCompilation", "1")),
            arguments);
        return await process.End;
    }

    private static ImmutableArray<string> RunArguments(FaultTrial trial) => CampaignRun.Arguments(
        trial.Data,
        trial.Runs,
        2,
        $"data.cache={Path.Combine(trial.Files, "cache")}",
        "training.batchSize=512",
        "training.checkpoints.steps=4",
        "model.experts.0.hidden=[8]");

    private static ImmutableArray<string> PredictArguments(FaultTrial trial, string run) => ["predict", run, trial.Data, "--output", trial.Predictions];

    private static async Task RequireDoneAsync(Task<Outcome> task)
    {
        Outcome end = await task;
        _ = end.ExitCode == 0 ? end : throw new InvalidOperationException(end.Messages);
    }

    private static void Clean(FaultTrial trial)
    {
        if (!trial.HasFailed)
        {
            Directory.Delete(trial.Folder, recursive: true);
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static ImmutableSortedDictionary<TKey, int> Counted<TKey>(IEnumerable<TKey> all)
        where TKey : notnull => all.CountBy(each => each).ToImmutableSortedDictionary();

    [GeneratedRegex(@"^\s+at \S+\(|Unhandled exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    /// <summary>What a temporary file's name adds.</summary>
    [GeneratedRegex(@"\.[a-z0-9]{8}\.[a-z0-9]{3}$")]
    private static partial Regex TemporaryEnd();
}
