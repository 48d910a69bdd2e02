using System.Diagnostics;
using System.Text.Json;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Reporting;

namespace MmoePipeline.Benchmarks;

/// <summary>The program as a process: what a person waits for before anything happens.</summary>
internal sealed class StartUpBenchmark : IBenchmark
{
    private const int Rounds = 7;

    private static readonly string Program = RepositoryFiles.PathOf("src", "Host", "bin", "Release", "net10.0", "mmoe.dll");
    private static readonly string Census = RepositoryFiles.PathOf("configs", "census.json");

    /// <inheritdoc/>
    public string Name => "start-up";

    /// <inheritdoc/>
    public string Summary => "from the start of the process to the help, to the end of a validation, to the first training step";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-start-up").FullName;
        try
        {
            // The first run encodes the columns; what is measured finds them in the cache.
            FirstStep(folder);
            double[] firstSteps = new double[Rounds];
            var timings = ImmutableArray.CreateBuilder<Timing>();
            for (int round = 0; round < Rounds; round++)
            {
                cancellation.ThrowIfCancellationRequested();
                timings.AddRange(Measurement.Interleaved(
                    1,
                    0,
                    cancellation,
                    new Alternative("--help", () => Start("--help")),
                    new Alternative("validate", () => Start("validate", Census))));
                firstSteps[round] = FirstStep(folder);
            }

            return
            [
                BenchmarkTable.Of(
                    "from the start of the process",
                    [
                        .. timings.GroupBy(timing => timing.Name, timing => timing.Median).Select(group => Timing.Of(group.Key, group)),
                        Timing.Of("run: the first training step is next", firstSteps),
                    ]),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Milliseconds until a run has its data and its network, and begins to train.</summary>
    private static double FirstStep(string folder)
    {
        string runs = Path.Combine(folder, Guid.NewGuid().ToString("N"));
        DateTimeOffset start = DateTimeOffset.UtcNow;
        Start("run", Census, "--set", $"run.output={runs}", "--set", $"data.cache={folder}/cache", "--set", "training.epochs=1");
        string metrics = Path.Combine(Directory.EnumerateDirectories(runs).Single(), "metrics.jsonl");
        using JsonDocument started = JsonDocument.Parse(File.ReadLines(metrics).First());
        return (started.RootElement.GetProperty("time").GetDateTimeOffset() - start).TotalMilliseconds;
    }

    private static void Start(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> messages = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {messages.Result}");
        }
    }
}
