using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Machine;

namespace MmoePipeline.Benchmarks;

/// <summary>One training step on the census data, against its matrix products alone, and its parts.</summary>
/// <param name="size">The size of the network.</param>
/// <param name="rounds">The number of measured steps.</param>
internal sealed class TrainingStepBenchmark(NetworkSize size, int rounds) : IBenchmark
{
    private const int BatchSize = 1024;
    private const int BatchCount = 60;
    private const int WarmUp = 100;

    /// <inheritdoc/>
    public string Name => $"step-{size.Name}";

    /// <inheritdoc/>
    public string Summary => $"a training step of the {size.Name} network against its matrix products alone, and its parts";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        using var run = new CensusRun(size.Settings);
        ImmutableArray<Batch> batches = run.Batches(BatchCount, BatchSize);
        using var step = new TrainingStep(run.Network);
        Problem? fault = PrecisionSupport.FindFault(
            run.Configuration.Training with { Precision = MatrixPrecision.Bfloat16 }, run.Device.type, Processor.Machine);
        if (fault is not null)
        {
            Console.Error.WriteLine($"{Name}: the step in bfloat16 is not measured: {fault}");
        }

        using CensusRun? lowRun = fault is null ? new CensusRun([.. size.Settings, "training.precision=bfloat16"]) : null;
        using TrainingStep? lowStep = lowRun is null ? null : new TrainingStep(lowRun.Network);
        using var products = new MatrixProducts(size, run.Features, BatchSize);
        run.Network.Model.train();
        lowRun?.Network.Model.train();
        int next = 0;
        ImmutableArray<Timing> whole = Measurement.Interleaved(
            rounds,
            WarmUp,
            cancellation,
            [
                new Alternative("step", () => step.Run(batches[next++ % batches.Length])),
                new Alternative("matrix products", products.Run),
                .. lowStep is null ? Array.Empty<Alternative>() : [new Alternative("step in bfloat16", () => lowStep.Run(batches[next % batches.Length]))],
            ]);

        ImmutableArray<Timing> parts = new StepParts(run.Network).Measure(batches, rounds, WarmUp, cancellation);
        return
        [
            BenchmarkTable.Of($"{size.Name}: training step, batch {BatchSize}", whole),
            BenchmarkTable.Of($"{size.Name}: parts of a step", parts),
        ];
    }
}
