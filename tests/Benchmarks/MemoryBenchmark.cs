using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Steps;
using TorchSharp;

namespace MmoePipeline.Benchmarks;

/// <summary>What a training step allocates, and whether memory grows over a long run.</summary>
internal sealed class MemoryBenchmark : IBenchmark
{
    private const double Mebibyte = 1 << 20;
    private const int BatchSize = 1024;
    private const int StepsInQuarter = 2500;
    private const int SampleEvery = 20;

    /// <inheritdoc/>
    public string Name => "memory";

    /// <inheritdoc/>
    public string Summary => "managed bytes that a step allocates, and native memory over 10,000 steps";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        using var run = new CensusRun(NetworkSize.Small.Settings);
        ImmutableArray<Batch> batches = run.Batches(60, BatchSize);
        using var step = new TrainingStep(run.Network);
        run.Network.Model.train();
        ImmutableArray<BenchmarkRow> quarters =
        [
            .. Enumerable.Range(1, 4).Select(quarter => Quarter($"quarter {quarter}", step, batches, cancellation)),
        ];
        return
        [
            new BenchmarkTable(
                $"10,000 training steps, small, batch {BatchSize}",
                ["largest MiB", "managed bytes a step", "collections", "live tensors"],
                quarters),
        ];
    }

    /// <summary>
    /// Trains for a quarter of the run. The memory is that of heaps, managed and native; it is looked at between steps.
    /// </summary>
    private static BenchmarkRow Quarter(
        string name, TrainingStep step, ImmutableArray<Batch> batches, CancellationToken cancellation)
    {
        long largest = 0;
        long allocated = 0;
        int collections = GC.CollectionCount(0);
        for (int index = 0; index < StepsInQuarter; index++)
        {
            cancellation.ThrowIfCancellationRequested();
            long before = GC.GetAllocatedBytesForCurrentThread();
            step.Run(batches[index % batches.Length]);
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (index % SampleEvery == 0)
            {
                largest = Math.Max(largest, ProcessMemory.Anonymous());
            }
        }

        return new BenchmarkRow(
            name,
            largest / Mebibyte,
            allocated / StepsInQuarter,
            GC.CollectionCount(0) - collections,
            DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
