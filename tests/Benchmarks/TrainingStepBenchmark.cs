using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Host.Data;
using MmoePipeline.Host.Training;

namespace MmoePipeline.Benchmarks;

/// <summary>One training step on the census data, against its matrix products alone.</summary>
internal sealed class TrainingStepBenchmark : IBenchmark
{
    private const int BatchSize = 1024;
    private const int BatchCount = 60;

    /// <inheritdoc/>
    public string Name => "step";

    /// <inheritdoc/>
    public string Summary => "a training step, small and large, against its matrix products alone";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation) =>
        [Measure(NetworkSize.Small, 400, cancellation), Measure(NetworkSize.Large, 60, cancellation)];

    private static BenchmarkTable Measure(NetworkSize size, int rounds, CancellationToken cancellation)
    {
        using var run = new CensusRun(size.Settings);
        ImmutableArray<Batch> batches = run.Batches(BatchCount, BatchSize);
        using var step = new TrainingStep(run.Network);
        using var products = new MatrixProducts(size, run.Features, BatchSize);
        run.Network.Model.train();
        int next = 0;
        return BenchmarkTable.Of($"{size.Name}: training step, batch {BatchSize}", Measurement.Interleaved(
            rounds,
            warmUp: 20,
            cancellation,
            new Alternative("step", () => step.Run(batches[next++ % batches.Length])),
            new Alternative("matrix products", products.Run)));
    }
}
