using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using TorchSharp;

namespace MmoePipeline.Benchmarks;

/// <summary>Prediction of batches of several sizes: latency, and the samples per second that follow from it.</summary>
internal sealed class PredictionBenchmark : IBenchmark
{
    private static readonly ImmutableArray<int> BatchSizes = [1, 32, 1024];

    /// <inheritdoc/>
    public string Name => "prediction";

    /// <inheritdoc/>
    public string Summary => "latency and throughput of prediction at batch 1, 32 and 1024, small and large";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation) =>
        [Measure(NetworkSize.Small, 500, cancellation), Measure(NetworkSize.Large, 60, cancellation)];

    private static BenchmarkTable Measure(NetworkSize size, int rounds, CancellationToken cancellation)
    {
        using var run = new CensusRun(size.Settings);
        run.Network.Model.eval();
        using IDisposable noGrad = torch.no_grad();
        ImmutableArray<Timing> timings = Measurement.Interleaved(
            rounds,
            warmUp: 100,
            cancellation,
            [
                .. BatchSizes.Select(batchSize =>
                {
                    Batch batch = run.Batches(1, batchSize)[0];
                    return new Alternative($"batch {batchSize}", () =>
                    {
                        using DisposeScope scope = torch.NewDisposeScope();
                        run.Network.Model.Forward(batch.Features);
                    });
                }),
            ]);
        return new BenchmarkTable(
            $"{size.Name}: prediction",
            ["median ms", "p10 ms", "p90 ms", "samples/s"],
            [
                .. timings.Zip(BatchSizes, (timing, batchSize) => new BenchmarkRow(
                    timing.Name, timing.Median, timing.P10, timing.P90, 1000 * batchSize / timing.Median)),
            ]);
    }
}
