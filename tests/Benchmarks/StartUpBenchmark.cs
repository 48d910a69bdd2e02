using System.Text.Json;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Reporting;

namespace MmoePipeline.Benchmarks;

/// <summary>The program as a process: what a person waits for before anything happens.</summary>
internal sealed class StartUpBenchmark : IBenchmark
{
    private const int Rounds = 7;

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
                    new Alternative("--help", () => RealProgram.Run("--help")),
                    new Alternative("validate", () => RealProgram.Run("validate", RealProgram.Census))));
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
        DateTimeOffset start = DateTimeOffset.UtcNow;
        JsonElement started = RealProgram.Train(folder, "training.epochs=1").First();
        return (started.GetProperty("time").GetDateTimeOffset() - start).TotalMilliseconds;
    }
}
