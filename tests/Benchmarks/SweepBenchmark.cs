using System.Text.Json;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Steps;

namespace MmoePipeline.Benchmarks;

/// <summary>How the cost of a step grows with the number of experts, tasks, rows in a batch and fields; one at a time.</summary>
internal sealed class SweepBenchmark : IBenchmark
{
    private const int BatchSize = 1024;
    private const int Rounds = 100;
    private const int WarmUp = 40;

    /// <inheritdoc/>
    public string Name => "sweep";

    /// <inheritdoc/>
    public string Summary => "a small training step over the number of experts, tasks, rows and fields; plots in artifacts/benchmarks";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        using var census = new CensusRun();
        ImmutableArray<string> fields = census.Configuration.Data.Features.Categorical;
        NetworkSize small = NetworkSize.Small;
        return
        [
            Sweep("experts", [2, 4, 8, 16, 32, 64], count => Measure(small with { Experts = count }, BatchSize, [], cancellation)),
            Sweep("tasks", [1, 2, 4, 8, 16], count => Measure(small, BatchSize, [Tasks(count)], cancellation)),
            Sweep("batch", [64, 256, 1024, 4096, 16384], count => Measure(small, count, [], cancellation)),
            Sweep("fields", [4, 8, 16, 32], count => Measure(small, BatchSize, [Categorical(fields.Take(count))], cancellation)),
        ];
    }

    private static BenchmarkTable Sweep(string of, ImmutableArray<int> counts, Func<int, Timing> measure)
    {
        ImmutableArray<Timing> timings = [.. counts.Select(count => measure(count) with { Name = $"{count}" })];
        SweepPlot.Write(
            RepositoryFiles.PathOf("artifacts", "benchmarks", $"sweep-{of}.svg"), of, counts, timings);
        return BenchmarkTable.Of($"small: training step by {of}", timings);
    }

    private static Timing Measure(NetworkSize size, int batchSize, ImmutableArray<string> settings, CancellationToken cancellation)
    {
        using var run = new CensusRun([.. size.Settings, .. settings]);
        ImmutableArray<Batch> batches = run.Batches(4, batchSize);
        using var step = new TrainingStep(run.Network);
        run.Network.Model.train();
        int next = 0;
        Timing timing = Measurement.Interleaved(
            Rounds, WarmUp, cancellation, new Alternative("step", () => step.Run(batches[next++ % batches.Length])))[0];
        foreach (Batch batch in batches)
        {
            batch.Features.Categorical.Dispose();
            batch.Features.Numeric.Dispose();
            batch.Targets.Dispose();
        }

        return timing;
    }

    /// <summary>Tasks that all predict the same label: their cost does not depend on it.</summary>
    private static string Tasks(int count) => "tasks=" + JsonSerializer.Serialize(
        Enumerable.Range(0, count).Select(task => new { type = "binary", name = $"income{task}", label = "income_50k", positive = "50000+." }));

    private static string Categorical(IEnumerable<string> fields) =>
        "data.features.categorical=" + JsonSerializer.Serialize(fields);
}
