using System.Diagnostics;
using DuckDB.NET.Data;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Steps;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;

namespace MmoePipeline.Benchmarks;

/// <summary>Features with lists: tags against as many single categories, histories with attention against their mean, and how fast lists are encoded.</summary>
internal sealed class FeatureBenchmark : IBenchmark
{
    private const int Rows = 200_000;
    private const int BatchSize = 1024;
    private const int BatchCount = 40;
    private const int Rounds = 60;
    private const int WarmUp = 10;
    private const int Singles = 10;
    private const int Events = 50;

    /// <inheritdoc/>
    public string Name => "features";

    /// <inheritdoc/>
    public string Summary => "tags against single categories, histories with attention against their mean, and the encoding of lists";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-features").FullName;
        try
        {
            string parquet = Path.Combine(folder, "rows.parquet");
            Write(parquet);
            return
            [
                Embeddings(parquet, cancellation),
                Steps(parquet, cancellation),
                Encoding(parquet),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The embedding alone, forward and backward: the same number of lookups.</summary>
    private static BenchmarkTable Embeddings(string parquet, CancellationToken cancellation)
    {
        using CensusRun singles = Open(parquet, $$"""{ "categorical": [{{string.Join(", ", Enumerable.Range(0, Singles).Select(column => $"\"c{column}\""))}}], "embeddingDimension": 16 }""");
        using CensusRun tags = Open(parquet, """{ "named": [{ "type": "tags", "column": "tags" }], "embeddingDimension": 16 }""");
        ImmutableArray<Alternative> alternatives = [Embedding("10 single categories", singles), Embedding("tags, 10 in the mean", tags)];
        return BenchmarkTable.Of($"embedding forward and backward, batch {BatchSize}, 10,000 values, dimension 16", Measurement.Interleaved(Rounds, WarmUp, cancellation, alternatives));
    }

    private static Alternative Embedding(string name, CensusRun run)
    {
        ImmutableArray<Batch> batches = run.Batches(BatchCount, BatchSize);
        FeatureEmbedding embedding = run.Network.Model.Parts.Select(part => part.Module).OfType<FeatureEmbedding>().Single();
        int next = 0;
        return new Alternative(name, () =>
        {
            using DisposeScope scope = torch.NewDisposeScope();
            embedding.Table.grad = null;
            embedding.Forward(batches[next++ % batches.Length].Features).sum().backward();
        });
    }

    /// <summary>Whole training steps of the small network.</summary>
    private static BenchmarkTable Steps(string parquet, CancellationToken cancellation)
    {
        using CensusRun mean = Open(parquet, History("mean"));
        using CensusRun attention = Open(parquet, History("attention"));
        using CensusRun softmax = Open(parquet, History("attention", ", \"attentionSoftmax\": true"));
        using var stepOfMean = new TrainingStep(mean.Network);
        using var stepOfAttention = new TrainingStep(attention.Network);
        using var stepOfSoftmax = new TrainingStep(softmax.Network);
        ImmutableArray<Alternative> alternatives = [Step("mean", mean, stepOfMean), Step("attention (DIN)", attention, stepOfAttention), Step("attention with softmax", softmax, stepOfSoftmax)];
        return BenchmarkTable.Of($"training step, {Events} events a row, batch {BatchSize}", Measurement.Interleaved(Rounds, WarmUp, cancellation, alternatives));
    }

    private static Alternative Step(string name, CensusRun run, TrainingStep step)
    {
        ImmutableArray<Batch> batches = run.Batches(BatchCount, BatchSize);
        run.Network.Model.train();
        int next = 0;
        return new Alternative(name, () => step.Run(batches[next++ % batches.Length]));
    }

    private static BenchmarkTable Encoding(string parquet)
    {
        ImmutableArray<string> settings = Settings(parquet, """{ "named": [{ "type": "tags", "column": "tags" }, { "type": "tags", "column": "history" }] }""");
        long start = Stopwatch.GetTimestamp();
        CensusLoad.Load(settings);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        const double Values = (double)Rows * (Singles + Events);
        return new BenchmarkTable(
            $"{Rows:N0} rows with {Values / 1e6:N0} million values in lists, Parquet, encoded",
            ["seconds", "million values a second", "peak MiB of the process"],
            [new BenchmarkRow("two columns of tags", seconds, Values / seconds / 1e6, ProcessMemory.PeakMebibytes())]);
    }

    private static string History(string pooling, string more = "")
    {
        string target = pooling == "attention" ? ", \"target\": \"item\"" : "";
        return $$"""
            { "embeddingDimension": 16, "named": [{ "type": "category", "column": "item", "table": "items" },
              { "type": "sequence", "columns": [{ "column": "history", "table": "items"{{target}} }], "pooling": "{{pooling}}"{{more}} }] }
            """;
    }

    private static CensusRun Open(string parquet, string features) => new(Settings(parquet, features));

    private static ImmutableArray<string> Settings(string parquet, string features) =>
    [
        .. NetworkSize.Small.Settings.Where(setting => !setting.StartsWith("data.", StringComparison.Ordinal)),
        $$"""data.source={ "type": "parquet", "path": "{{parquet}}" }""",
        $"data.features={features}",
        """tasks=[{ "name": "label", "type": "binary", "label": "label" }]""",
        "data.cache=null",
    ];

    private static void Write(string parquet)
    {
        string singles = string.Join(", ", Enumerable.Range(0, Singles).Select(column => $"hash(range + {column} * 1000003) % 10000 AS c{column}"));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText =
            $"COPY (SELECT {singles}, hash(range * 3) % 10000 AS item, "
            + $"list_transform(range(0, 5 + (hash(range * 5) % 11)::BIGINT), i -> hash(range * 64 + i) % 10000) AS tags, "
            + $"list_transform(range(0, {Events}), i -> hash(range * 64 + i + 7) % 10000) AS history, "
            + $"CASE WHEN hash(range) % 3 = 0 THEN '1' ELSE '0' END AS label FROM range({Rows})) TO '{parquet}' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }
}
