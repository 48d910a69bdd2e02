using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace MmoePipeline.Campaigns.Interruptions;

/// <summary>
/// Stops runs of the real program at random moments, takes them up again until they are done, and compares what they leave with a run that
/// nothing disturbed: metrics but for times, the weights of the best epoch, all of the last checkpoint, verdicts and the report's figures.
/// </summary>
/// <param name="program">The program's assembly.</param>
/// <param name="folder">Where runs go.</param>
/// <param name="say">Is told how it goes.</param>
internal sealed partial class InterruptionCampaign(string program, string folder, Action<string> say)
{
    /// <summary>All that draws at random, remembers or decides by the clock, on the census data; epochs of 18 steps.</summary>
    private static readonly string[] Sets =
    [
        "training.epochs=6", "training.batchSize=4096", "training.optimizer.learningRate=0.01", "training.checkpoints.steps=4",
        "training.schedule={ \"type\": \"cosine\" }",
        "model.gate.regularizers=[{ \"type\": \"dropout\", \"rate\": 0.1 }, { \"type\": \"freeze\", \"epoch\": 3, \"thawAfter\": 1 }]",
        "loss={ \"type\": \"uncertainty\" }",
    ];

    private static readonly string[] Compared = ["verdicts.json", "report.json", "encoding.json", "config.json", "checkpoints/best.safetensors"];

    private readonly SortedDictionary<string, int> _stopped = new(StringComparer.Ordinal);
    private TimeSpan _slowestEnd;

    /// <summary>Does it.</summary>
    /// <param name="interruptions">How many, at least; the last run is done to its end.</param>
    /// <param name="seed">Decides the moments.</param>
    public async Task<InterruptionResult> RunAsync(int interruptions, int seed)
    {
        var random = new Random(seed);
        Directory.CreateDirectory(folder);
        var watch = Stopwatch.StartNew();
        string undisturbed = await UndisturbedAsync("undisturbed-first");
        watch.Restart();

        // The second finds the encoded columns in the cache, as those do that are disturbed.
        ImmutableArray<string> differences = [.. Differences(undisturbed, await UndisturbedAsync("undisturbed"))];
        TimeSpan usual = watch.Elapsed;
        int runs = 0;
        while (_stopped.Values.Sum() < interruptions)
        {
            string run = await DisturbedAsync($"disturbed-{runs++:D3}", usual, random);
            differences = [.. differences, .. Differences(undisturbed, run)];
            say(string.Create(CultureInfo.InvariantCulture, $"{runs} runs done, {_stopped.Values.Sum()} interruptions, {differences.Length} differences"));
        }

        return new InterruptionResult(runs, _stopped.ToImmutableSortedDictionary(), _slowestEnd, differences);
    }

    private async Task<string> UndisturbedAsync(string name)
    {
        using Process process = Start(RunArguments(name));
        await EndAsync(process);
        return Require(process.ExitCode == 0, FolderOf(name)!, $"the undisturbed run ended with {process.ExitCode}");
    }

    private async Task<string> DisturbedAsync(string name, TimeSpan usual, Random random)
    {
        while (true)
        {
            string? run = FolderOf(name);
            using Process process = Start(run is null || !File.Exists(Path.Combine(run, "config.json")) ? RunArguments(name) : ["resume", run]);
            Task end = EndAsync(process);
            TimeSpan moment = usual * (0.05 + (random.NextDouble() * 1.1));
            if (await Task.WhenAny(end, Task.Delay(moment)) == end)
            {
                // No run ends by itself but with its result.
                return Require(process.ExitCode == 0, FolderOf(name)!, $"a run that nothing stopped ended with {process.ExitCode}");
            }

            Interruption kind = random.NextDouble() < 0.7 ? Interruption.Kill : Interruption.Terminate;
            string place = PlaceOf(FolderOf(name));
            var watch = Stopwatch.StartNew();
            Signal(process, kind);
            await end;
            if (kind == Interruption.Terminate)
            {
                // 0: it was at its end already; 143: the runtime had not begun to hear signals.
                Require(process.ExitCode is 130 or 0 or 143, "", $"after a signal a run ended with {process.ExitCode}");
                _slowestEnd = watch.Elapsed > _slowestEnd ? watch.Elapsed : _slowestEnd;
            }

            string what = $"{(kind == Interruption.Kill ? "kill -9" : "SIGTERM")} {place}";
            _stopped[what] = _stopped.GetValueOrDefault(what) + 1;

            // A folder without a configuration is of a run that had not begun.
            if (FolderOf(name) is { } left && !File.Exists(Path.Combine(left, "config.json")))
            {
                Directory.Delete(left, recursive: true);
            }
        }
    }

    private static string PlaceOf(string? run) =>
        run is null ? "before there was a run folder"
        : File.Exists(Path.Combine(run, "verdicts.json")) ? "at the end, verdicts written"
        : Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "*.tmp").Any() ? "while a checkpoint was written"
        : Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "step-*").Any() ? "amid training"
        : "before the first checkpoint";

    private IEnumerable<string> Differences(string undisturbed, string run)
    {
        string name = Path.GetFileName(Path.GetDirectoryName(run))!;
        if (Metrics(undisturbed) != Metrics(run))
        {
            yield return $"{name}: metrics.jsonl";
        }

        string[] last = [.. Directory.EnumerateDirectories(Path.Combine(undisturbed, "checkpoints"), "step-*").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        foreach (string file in Compared.Append(Path.Combine("checkpoints", last[^1], "tensors.safetensors")))
        {
            if (!File.Exists(Path.Combine(run, file)) || Hash(Path.Combine(undisturbed, file)) != Hash(Path.Combine(run, file)))
            {
                yield return $"{name}: {file}";
            }
        }
    }

    private string[] RunArguments(string name) =>
    [
        "run", RepositoryFiles.PathOf("configs", "census.json"),
        .. Sets.Append($"run.output={Path.Combine(folder, name)}").Append($"data.cache={Path.Combine(folder, "cache")}")
            .SelectMany(set => new[] { "--set", set }),
    ];

    private string? FolderOf(string name) => Directory.Exists(Path.Combine(folder, name))
        ? Directory.EnumerateDirectories(Path.Combine(folder, name)).SingleOrDefault()
        : null;

    private Process Start(string[] arguments)
    {
        var info = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        info.Environment["MMOE_HOME"] = RepositoryFiles.PathOf();
        return Process.Start(info)!;
    }

    private static async Task EndAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> messages = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode is not (0 or 130 or 137 or 143))
        {
            Console.Error.WriteLine(await messages + await output);
        }
    }

    private static void Signal(Process process, Interruption kind)
    {
        using var kill = Process.Start(
            "kill", [kind == Interruption.Kill ? "-KILL" : "-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static string Metrics(string run) => Times().Replace(File.ReadAllText(Path.Combine(run, "metrics.jsonl")), "");

    private static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    private static string Require(bool isRight, string value, string otherwise) =>
        isRight ? value : throw new InvalidOperationException(otherwise);

    [GeneratedRegex("\"(time|seconds|samplesPerSecond|dataWaitSeconds|probeSeconds)\":[^,}]*,?")]
    private static partial Regex Times();
}
