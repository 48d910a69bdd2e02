using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Benchmarks;

/// <summary>How the cost of a step grows with the rows of the embedding table, by Adam and by lazy Adam.</summary>
internal sealed class TableBenchmark : IBenchmark
{
    private const int BatchSize = 1024;
    private const int BatchCount = 8;
    private const int Rounds = 40;
    private const int WarmUp = 10;

    /// <inheritdoc/>
    public string Name => "table";

    /// <inheritdoc/>
    public string Summary => "a small training step over embedding tables of up to ten million rows, by Adam and lazy Adam";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        using var adam = new CensusRun(NetworkSize.Small.Settings);
        using var lazy = new CensusRun([.. NetworkSize.Small.Settings, "training.optimizer.type=lazy-adam"]);
        return
        [
            .. ((int[])[1_000, 100_000, 1_000_000, 10_000_000]).Select(rows => BenchmarkTable.Of(
                $"{rows:N0} rows of {adam.Features.EmbeddingDimension}", Measure(adam, lazy, rows, cancellation))),
        ];
    }

    private static ImmutableArray<Timing> Measure(CensusRun adam, CensusRun lazy, int rows, CancellationToken cancellation)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        int fields = adam.Features.Categorical.Length;
        int cardinality = rows / fields;
        FeatureLayout layout = adam.Features with
        {
            Categorical = [.. adam.Features.Categorical.Select((field, index) =>
                new CategoricalField(field.Name, cardinality, index * cardinality))],
        };
        using var random = new RandomStreams(1);
        RandomStream draws = random.Open("rows");
        using torch.Tensor offsets = torch.arange(fields) * cardinality;
        ImmutableArray<Batch> batches =
        [
            .. adam.Batches(BatchCount, BatchSize).Select(batch => batch with
            {
                Features = batch.Features with
                {
                    Categorical = torch.randint(0, cardinality, [BatchSize, fields], torch.int64, generator: draws.Generator) + offsets,
                },
            }),
        ];
        using var adamDraws = new RandomStreams(2);
        using var lazyDraws = new RandomStreams(2);
        using TrainedNetwork adamNetwork = adam.NetworkOver(layout, adamDraws);
        using TrainedNetwork lazyNetwork = lazy.NetworkOver(layout, lazyDraws);
        using var adamStep = new TrainingStep(adamNetwork);
        using var lazyStep = new TrainingStep(lazyNetwork);
        return Measurement.Interleaved(
            Rounds, WarmUp, cancellation, Steps("adam", adamNetwork, adamStep), Steps("lazy-adam", lazyNetwork, lazyStep));

        Alternative Steps(string name, TrainedNetwork network, TrainingStep step)
        {
            network.Model.train();
            int next = 0;
            return new Alternative(name, () => step.Run(batches[next++ % batches.Length]));
        }
    }
}
