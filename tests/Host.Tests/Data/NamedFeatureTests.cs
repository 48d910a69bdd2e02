using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Features.Category;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Plugins.Features.Number;
using MmoePipeline.Plugins.Features.Sequence;
using MmoePipeline.Plugins.Features.Tags;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>Named features from the table to batches, and the same rows in prediction.</summary>
public sealed class NamedFeatureTests
{
    private const int Rows = 400;

    private static readonly ImmutableArray<ITask> Tasks = [new BinaryTask(new BinaryTaskOptions { Name = "buys", Label = "buy", Positive = "1" })];

    private static readonly FeatureOptions Options = new() { Categorical = ["colour"], Numeric = ["price"], EmbeddingDimension = 4 };

    /// <summary>A category of the common dimension, one of another, a number, tags and a history that shares the item's table.</summary>
    private static ImmutableArray<IFeature> Named =>
    [
        new CategoryFeature(new CategoryFeatureOptions { Column = "item", Embedding = new EmbeddingOptions { Table = "items" } }),
        new CategoryFeature(new CategoryFeatureOptions { Column = "town", Embedding = new EmbeddingOptions { Dimension = 3 } }),
        new NumberFeature(new NumberFeatureOptions { Column = "size", Scale = NumberScale.Quantile, Missing = MissingNumberPolicy.Mean, Indicator = true }),
        new TagsFeature(new TagsFeatureOptions { Column = "tags", Lists = new ListOptions { Separator = "|", MaximumLength = 3 } }),
        new SequenceFeature(new SequenceFeatureOptions
        {
            Name = "history",
            Columns = [new SequenceColumnOptions { Column = "items", Target = "item", Embedding = new EmbeddingOptions { Table = "items" } }],
            Pooling = SequencePooling.Attention,
            Lists = new ListOptions { Separator = " ", MaximumLength = 5 },
        }),
    ];

    [Fact]
    public void Fields_are_in_the_order_of_the_layout()
    {
        using EncodedTable table = Encode(Source());
        FeatureLayout layout = table.Layout;
        Assert.Equal(
            [
                new("colour", 0, 4), new("item", 4, 4), new("price", 8, 1), new("size", 9, 2), new("town", 11, 3), new("tags", 14, 4), new("history", 18, 4),
            ],
            layout.Fields.AsEnumerable());
        Assert.Equal(22, layout.InputWidth);
    }

    [Fact]
    public void Lists_are_cut_at_the_end_that_is_asked_for_and_share_codes_with_the_item()
    {
        using EncodedTable table = Encode(Source());
        EncodedRows rows = table.Training;
        using BatchStreamOfOne batches = new(rows);
        FeatureBatch batch = batches.Batch;
        ListInput history = batch.Inputs[1].List!;
        long[] starts = history.Starts.data<long>().ToArray();
        Assert.Equal(rows.Rows + 1, starts.Length);
        Assert.Equal(5, Enumerable.Range(0, rows.Rows).Max(row => starts[row + 1] - starts[row]));
        Assert.Contains(0, Enumerable.Range(0, rows.Rows).Select(row => (int)(starts[row + 1] - starts[row])));

        // The last element of a row's history is its own item, as the made-up table has it.
        long[] codes = history.Codes.data<long>().ToArray();
        long[] items = batch.Categorical.select(1, 1).contiguous().data<long>().ToArray();
        for (int row = 0; row < rows.Rows; row++)
        {
            if (starts[row + 1] > starts[row])
            {
                Assert.Equal(items[row], codes[starts[row + 1] - 1]);
            }
        }

        long[] rowOfElement = history.Rows.data<long>().ToArray();
        Assert.Equal(Enumerable.Range(0, rows.Rows).SelectMany(row => Enumerable.Repeat((long)row, (int)(starts[row + 1] - starts[row]))), rowOfElement);
    }

    /// <summary>What training gets for the test rows is what prediction gets for them, in chunks of any size.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Prediction_encodes_rows_as_training_does(int chunk)
    {
        using EncodedTable table = Encode(Source());
        using BatchStreamOfOne batches = new(table.Test);
        FeatureBatch trained = batches.Batch;
        int[] test = [.. table.Test.Numbers!.Values.ToArray().Select(row => (int)row)];
        EncodingFile encoding = EncodingFile.Create(table.Encoding, Options);
        using var buffer = new FeatureBuffer(encoding, test.Length, new RunFeatures(Options, Named));
        var problems = new MmoePipeline.Inference.Tables.ChunkProblems(10);
        SourceOfRows rows = Source(test);
        foreach (TableChunk of in rows.Read(buffer.Requests, default))
        {
            for (int first = 0; first < of.RowCount; first += chunk)
            {
                buffer.Add(of.Columns, first, Math.Min(chunk, of.RowCount - first), problems);
            }
        }

        Assert.True(problems.IsEmpty);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor[] predicted = [.. buffer.Batch(torch.CPU).Tensors];
        torch.Tensor[] expected = [.. trained.Tensors];
        Assert.Equal(expected.Length, predicted.Length);
        Assert.All(expected.Zip(predicted), pair => Assert.Equal(pair.First.contiguous().bytes.ToArray(), pair.Second.contiguous().bytes.ToArray()));
    }

    [Fact]
    public void Features_of_one_name_or_tables_declared_in_two_ways_are_refused()
    {
        var twice = new RunFeatures(Options, [.. Named, new CategoryFeature(new CategoryFeatureOptions { Column = "item", Embedding = new EmbeddingOptions { Table = "items", Dimension = 7 } })]);
        ProblemAssert.Throws(
            () => TableEncoder.Encode(Source(), twice, Split, new(), Tasks, default).Dispose(), "MMOE2424 data.features.named.5.name", "MMOE2425 data.features.named.5");
    }

    [Fact]
    public void A_label_among_the_columns_of_a_named_feature_is_refused()
    {
        var leaking = new RunFeatures(Options, [new CategoryFeature(new CategoryFeatureOptions { Name = "other", Column = "buy" })]);
        Assert.StartsWith(
            "MMOE2402", Assert.Throws<BadInputException>(() => TableEncoder.Encode(Source(), leaking, Split, new(), Tasks, default)).Problems[0].Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_with_faults_are_left_out_of_codes_and_lists()
    {
        SourceOfRows source = Source(change: (row, cells) => row == 3 ? [.. cells.Select((cell, column) => column == 4 ? "large" : cell)] : cells);
        Assert.Throws<BadInputException>(() => Encode(source));
        using EncodedTable table = TableEncoder.Encode(
            source, new RunFeatures(Options, Named), Split, new BadRowOptions { Policy = BadRowPolicy.Skip, Limit = 0.1 }, Tasks, default);
        Assert.Equal(1, table.Faults.BadRows);
        Assert.DoesNotContain(3L, table.Training.Numbers!.Values.ToArray());
    }

    [Fact]
    public void Values_that_were_forgotten_while_they_were_counted_are_counted_again()
    {
        // 70,000 different values, of which two recur: more than are counted at once.
        ImmutableArray<string> names = ["item", "buy"];
        SourceOfRows source = new(names, [.. Enumerable.Range(0, 280_000).Select(row => new string?[] { row % 2 == 0 ? $"v{row}" : $"often{row % 3}", row % 5 == 0 ? "1" : "0" })]);
        var features = new RunFeatures(
            new FeatureOptions(),
            [new CategoryFeature(new CategoryFeatureOptions { Column = "item", Vocabulary = new VocabularyOptions { MaximumVocabulary = 10, MinimumFrequency = 2 } })]);
        using EncodedTable table = TableEncoder.Encode(source, features, Split, new(), Tasks, default);
        Assert.Equal(["often0", "often1", "often2"], table.Encoding.Tables[0].Values!.Value.AsEnumerable());
        Assert.True(table.Vocabularies[0].IsEstimate);
        Assert.InRange(table.Vocabularies[0].Values, 67_500, 72_500);
    }

    private static ISplit Split { get; } = new ModuloSplit(new() { Modulus = 4, Train = "0-1", Validation = "2", Test = "3" });

    private static EncodedTable Encode(SourceOfRows source) => TableEncoder.Encode(source, new RunFeatures(Options, Named), Split, new(), Tasks, default);

    private static SourceOfRows Source(int[]? rows = null, Func<int, string?[], string?[]>? change = null) => new(
        ["colour", "price", "item", "town", "size", "tags", "items", "buy"],
        [
            .. (rows ?? [.. Enumerable.Range(0, Rows)]).Select(row =>
            {
                string?[] cells =
                [
                    $"c{row % 3}",
                    $"{row % 11}",
                    $"i{row * 7 % 23}",
                    $"t{row % 5}",
                    row % 13 == 0 ? null : $"{(row * row) % 97}",
                    string.Join('|', Enumerable.Range(0, row % 5).Select(tag => $"g{(row + tag) % 6}")),
                    string.Join(' ', Enumerable.Range(0, row % 8).Reverse().Select(before => $"i{((row * 7) + before) % 23}")),
                    row % 3 == 0 ? "1" : "0",
                ];
                return change is null ? cells : change(row, cells);
            }),
        ]);

    /// <summary>All rows of a part in one batch.</summary>
    private sealed class BatchStreamOfOne : IDisposable
    {
        private readonly IEnumerator<Batch> _batches;

        public BatchStreamOfOne(EncodedRows rows)
        {
            _batches = rows.InOrder(rows.Rows, torch.CPU).GetEnumerator();
            Assert.True(_batches.MoveNext());
            Batch = _batches.Current.Features;
        }

        public FeatureBatch Batch { get; }

        public void Dispose() => _batches.Dispose();
    }
}
