using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Experiments.Series;

/// <summary>
/// Runs variants with several seeds, each as a process of this program, one after another or some at once. What is finished is
/// kept in the series' folder and not run again; a run that was cut off is run again from its start.
/// </summary>
/// <param name="plugins">The loaded plugins.</param>
/// <param name="dropIns">What the command line says of plugins.</param>
/// <param name="process">Starts the runs.</param>
/// <param name="logging">Where plugins log to.</param>
/// <param name="messages">Gets a line for each run.</param>
internal sealed partial class RunSeries(
    PluginRegistry plugins, PluginChoice dropIns, RunProcess process, ILoggerFactory logging, TextWriter messages)
{
    /// <summary>The threads of one run: as many as <c>OMP_NUM_THREADS</c> says, or else its share of the processors.</summary>
    public static int ThreadsOfEach(int jobs) =>
        int.TryParse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS"), NumberStyles.None, CultureInfo.InvariantCulture, out int threads) && threads > 0
            ? threads
            : Math.Max(1, Environment.ProcessorCount / jobs);

    /// <summary>Runs what is not finished.</summary>
    /// <param name="variants">The variants; no two have one name.</param>
    /// <param name="seeds">The seeds, each at most <see cref="long.MaxValue"/>.</param>
    /// <param name="jobs">The number of runs at once, from 1.</param>
    /// <param name="folder">The series' folder; made if it is not there.</param>
    /// <param name="cancellation">Ends the runs that go on; they keep a checkpoint.</param>
    /// <returns>
    /// The variants' runs. A run that failed is among its variant's failures, was told of, and did not stop the others.
    /// </returns>
    /// <exception cref="BadInputException">
    /// A configuration is wrong (all problems of all variants are told, and nothing was run), or the folder can't be used.
    /// </exception>
    /// <exception cref="OperationCanceledException">The series was stopped.</exception>
    public async Task<ImmutableArray<VariantResult>> RunAsync(
        ImmutableArray<Variant> variants, ImmutableArray<ulong> seeds, int jobs, string folder, CancellationToken cancellation)
    {
        string place = Path.GetFullPath(folder);
        ImmutableArray<SeriesRun> runs = SeriesPlan.Read(plugins, logging, variants, seeds, place, ThreadsOfEach(jobs), cancellation);
        using SeriesLock _ = SeriesLock.Take(place);
        var store = new ResultStore(place);

        // Two variants may come to the same thing; it is run once.
        SeriesRun[] different = [.. runs.DistinctBy(run => run.Digest)];
        Dictionary<string, SeedRun> results = different
            .Select(run => (run.Digest, Result: store.Find(run.Digest)))
            .Where(found => found.Result is not null)
            .ToDictionary(found => found.Digest, found => found.Result!);
        SeriesRun[] due = [.. different.Where(run => !results.ContainsKey(run.Digest))];
        await TellAsync(due.Length == 0
            ? $"nothing to run: all {Runs(different.Length)} are finished"
            : $"{Runs(due.Length)} to do{(results.Count > 0 ? $", {results.Count} of {different.Length} are finished" : "")}");

        var failures = new Dictionary<string, FailedRun>();
        var watch = Stopwatch.StartNew();
        int ended = 0;
        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation },
            async (run, stopping) =>
            {
                (SeedRun? result, FailedRun? failure) = await RunAsync(run, place, ThreadsOfEach(jobs), stopping);
                if (result is not null)
                {
                    store.Keep(run.Digest, result);
                }

                lock (results)
                {
                    ended++;
                    string said = $"[{ended}/{due.Length}] {run.Variant.Name}, seed {run.Seed}: ";
                    if (result is not null)
                    {
                        results.Add(run.Digest, result);
                        said += string.Create(CultureInfo.InvariantCulture, $"{result.Elapsed.TotalSeconds:F1} s");
                    }
                    else
                    {
                        failures.Add(run.Digest, failure!);
                        said += $"failed with exit code {failure!.ExitCode}: {failure.Message}";
                    }

                    messages.WriteLine(ended < due.Length ? $"{said}; about {Rest(watch.Elapsed, ended, due.Length)} left" : said);
                }
            });
        cancellation.ThrowIfCancellationRequested();
        return [.. variants.Select(variant => Result(variant, [.. runs.Where(run => run.Variant == variant)], results, failures))];
    }

    private static VariantResult Result(
        Variant variant, SeriesRun[] runs, Dictionary<string, SeedRun> results, Dictionary<string, FailedRun> failures) =>
        new(variant, [.. runs.Where(run => results.ContainsKey(run.Digest)).Select(run => results[run.Digest])])
        {
            Failures = [.. runs.Where(run => failures.ContainsKey(run.Digest)).Select(run => failures[run.Digest])],
        };

    private async Task<(SeedRun? Result, FailedRun? Failure)> RunAsync(SeriesRun run, string folder, int threads, CancellationToken cancellation)
    {
        string seed = run.Seed.ToString(CultureInfo.InvariantCulture);
        string[] changes =
        [
            .. run.Variant.Sets, $"run.seed={seed}", $"run.name=\"{FolderName(run.Variant.Name)}-seed-{seed}\"",
            $"run.output={Path.Combine(folder, "runs")}",
        ];
        (int exitCode, string output, string said) = await process.RunAsync(
            [
                "run", run.Variant.ConfigurationFile, .. changes.SelectMany(change => new[] { "--set", change }),
                .. dropIns.Arguments, RunProcess.ExpectedPlugins, PluginContents.Digest(run.Plan), "--format", "json", RunProcess.UntilInputEnds,
            ],
            threads,
            cancellation);
        cancellation.ThrowIfCancellationRequested();
        return exitCode == RunProcess.Completed
            ? (RunOutput.Parse(output, run.Seed) with { Threads = threads }, null)
            : (null, new FailedRun(run.Seed, exitCode, LastLines(said)));
    }

    private Task TellAsync(string line) => messages.WriteLineAsync(line);

    private static string Runs(int count) => count == 1 ? "1 run" : $"{count} runs";

    private static string Rest(TimeSpan passed, int ended, int all)
    {
        TimeSpan rest = passed / ended * (all - ended);
        return rest.TotalSeconds < 100
            ? string.Create(CultureInfo.InvariantCulture, $"{rest.TotalSeconds:F0} s")
            : string.Create(CultureInfo.InvariantCulture, $"{rest.TotalMinutes:F0} min");
    }

    /// <summary>Why a run failed is told last; before it is its progress.</summary>
    private static string LastLines(string said)
    {
        string[] lines = [.. said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(3)];
        return lines.Length == 0 ? "it said nothing" : string.Join(" | ", lines);
    }

    private static string FolderName(string name)
    {
        string plain = NotOfNames().Replace(name, "-").TrimStart('-', '.', '_');
        return plain.Length == 0 ? "variant" : plain[..Math.Min(plain.Length, 60)];
    }

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex NotOfNames();
}
