using System.Text.Json;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Steps;

namespace MmoePipeline.Benchmarks;

/// <summary>
/// An epoch of the real program on the census data, with data path, evaluation, metrics and logging, against as many training
/// steps on batches that lie ready.
/// </summary>
internal sealed class EpochBenchmark : IBenchmark
{
    private const int BatchSize = 1024;
    /// <summary>What probes measure is not what an epoch is compared by; the figures told so far are with this one.</summary>
    private const string Probes = """probes=[{ "type": "gates" }]""";

    private const int Runs = 4;

    /// <inheritdoc/>
    public string Name => "epoch";

    /// <inheritdoc/>
    public string Summary => "an epoch of the program on the census data, small, against its training steps alone";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-epoch").FullName;
        try
        {
            using var run = new CensusRun(NetworkSize.Small.Settings);
            ImmutableArray<Batch> batches = run.Batches(60, BatchSize);
            using var step = new TrainingStep(run.Network);
            run.Network.Model.train();
            int steps = run.Table.Training.BatchCount(BatchSize);
            var epochs = new List<double>();
            var training = new List<double>();
            var stepsAlone = new List<double>();
            for (int round = 0; round < Runs; round++)
            {
                // The first epoch compiles the program's code; it is a start, and no epoch like the others.
                foreach (JsonElement epoch in RealProgram.Train(folder, [.. NetworkSize.Small.Settings, Probes])
                    .Where(line => line.GetProperty("event").GetString() == "epoch-completed").Skip(1))
                {
                    epochs.Add(1000 * epoch.GetProperty("seconds").GetDouble());
                    training.Add(1000 * run.Table.Training.Rows / epoch.GetProperty("samplesPerSecond").GetDouble());
                }

                cancellation.ThrowIfCancellationRequested();
                int next = 0;
                stepsAlone.AddRange(Measurement.Times(
                    8, warmUp: 2, new Alternative("", () => step.Run(batches[next++ % batches.Length]), steps), cancellation)
                    .Select(time => time * steps));
            }

            return
            [
                BenchmarkTable.Of(
                    $"small, {run.Table.Training.Rows:N0} rows, {steps} steps of {BatchSize}",
                    [
                        Timing.Of("epoch of the program, with evaluation", epochs),
                        Timing.Of("epoch of the program, training", training),
                        Timing.Of($"{steps} steps alone, on batches that lie ready", stepsAlone),
                    ]),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
