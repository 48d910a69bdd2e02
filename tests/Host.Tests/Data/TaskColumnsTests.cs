using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>Columns of weights and groups, and labels that are missing, on their way from the table to a batch.</summary>
public sealed class TaskColumnsTests
{
    private static readonly BinaryTaskOptions Buys = new() { Name = "buys", Label = "buy", Positive = "yes" };

    private static readonly ImmutableArray<ITask> Tasks =
    [
        new BinaryTask(Buys with { Rows = new() { Missing = MissingLabels.Skip, Weight = "importance" }, Group = "user" }),
        new RegressionTask(new() { Name = "spends", Label = "spend" }),
        new BinaryTask(Buys with { Name = "again", Rows = new() { Missing = MissingLabels.Skip, Weight = "importance" }, Group = "visit" }),
    ];

    [Fact]
    public void Weights_groups_and_missing_labels_stay_with_their_rows()
    {
        using EncodedTable table = Encode(Source());
        Assert.Equal([1, float.NaN, 0, 1], table.Training.Targets[0].Values.ToArray());
        Assert.Equal([0, 0.5f, 2, 2.5f], table.Training.Targets[1].Values.ToArray());

        // A column that two tasks name is there once.
        Assert.Equal([0, 1, 0.25f, 5], Assert.Single(table.Training.Weights).Values.ToArray());
        Assert.Equal([2, 6], table.Validation.Weights[0].Values.ToArray());
        Assert.Equal(2, table.Training.Groups.Length);

        // Training rows 0, 1, 4, 5 are of users a, b, b, a, validation rows 2 and 6 of c and a.
        int[] training = table.Training.Groups[0].Values.ToArray();
        int[] validation = table.Validation.Groups[0].Values.ToArray();
        Assert.Equal(3, training.Concat(validation).Distinct().Count());
        Assert.Equal([training[0], training[1], training[1], training[0]], training);
        Assert.Equal(training[0], validation[1]);
        Assert.Equal(4, table.Training.Groups[1].Values.ToArray().Distinct().Count());
    }

    [Fact]
    public void Batches_bring_the_weights_of_their_rows()
    {
        using EncodedTable table = Encode(Source());
        var pairs = new List<(float Spend, float Weight)>();
        foreach (Batch batch in table.Training.Shuffled(3, torch.CPU, 5, window: 4))
        {
            Assert.Equal([batch.Targets.size(0), 1], batch.Weights!.shape);
            pairs.AddRange(Enumerable.Range(0, (int)batch.Targets.size(0)).Select(row =>
                (batch.Targets[row, 1].item<float>(), batch.Weights[row, 0].item<float>())));
        }

        Assert.Equal([(0, 0), (0.5f, 1), (2, 0.25f), (2.5f, 5)], pairs.Order());
    }

    [Fact]
    public void Without_weights_a_batch_has_none()
    {
        using EncodedTable table = Tables.Encode(Tables.Good());
        Assert.All(table.Training.InOrder(2, torch.CPU), batch => Assert.Null(batch.Weights));
        Assert.Empty(table.Training.Groups);
    }

    [Fact]
    public void Numbers_texts_and_codes_are_the_same_weights()
    {
        TableColumn[] columns =
        [
            new NumberColumn(new[] { 0.5, 2, 0 }),
            new TextColumn(new[] { "0.5", "2", "0" }),
            new CodedTextColumn(new[] { 1, 2, 0 }, ["0", "0.5", "2"]),
        ];
        Assert.All(columns, column =>
        {
            float[] weights = new float[2];
            var problems = new ChunkProblems(10);
            problems.NextColumn();
            new WeightColumn("importance").Add(column, [1, 0], weights, problems);
            Assert.Equal([2, 0.5f], weights);
            Assert.True(problems.IsEmpty);
        });
    }

    [Theory]
    [InlineData(null, "a missing value")]
    [InlineData("-1", "'-1'")]
    [InlineData("heavy", "'heavy'")]
    [InlineData("NaN", "'NaN'")]
    [InlineData("1e39", "'1e39'")]
    public void What_is_no_weight_is_reported_with_its_row(string? weight, string found)
    {
        string?[][] rows = Rows();
        rows[5][4] = weight;
        Problem[] problems = Problems(rows);
        ProblemAssert.Equal(problems, "MMOE2415 rows.csv:6");
        Assert.Contains("importance: ", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains(found, problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_group_is_reported_with_its_row()
    {
        string?[][] rows = Rows();
        rows[5][5] = null;
        ProblemAssert.Equal(Problems(rows), "MMOE2416 rows.csv:6");
    }

    [Fact]
    public void A_label_that_is_no_number_is_reported_with_its_row()
    {
        string?[][] rows = Rows();
        rows[3][3] = "much";
        ProblemAssert.Equal(Problems(rows), "MMOE2417 rows.csv:4");
    }

    /// <summary>Validation rows 2 and 6 are a yes and a no: with one of them at weight 0 there is nothing to rank.</summary>
    [Theory]
    [InlineData(2, "no row has the positive label 'yes'")]
    [InlineData(6, "all rows have the positive label 'yes'")]
    public void Rows_that_weigh_nothing_leave_a_part_without_a_class(int row, string fault)
    {
        string?[][] rows = Rows();
        rows[row][4] = "0";
        Problem[] problems = Problems(rows);
        ProblemAssert.Equal(problems, "MMOE2408 tasks.0 (buys)", "MMOE2408 tasks.2 (again)");
        Assert.Contains("validation rows whose importance", problems[0].Message, StringComparison.Ordinal);
        Assert.Contains(fault, problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Columns_that_are_not_there_are_reported_with_those_that_were_meant()
    {
        ImmutableArray<ITask> tasks = [new BinaryTask(Buys with { Rows = new() { Weight = "importence" }, Group = "usr" })];
        ProblemAssert.Throws(() => Encode(Source(), tasks), "MMOE2401 tasks.0.weight", "MMOE2401 tasks.0.group");
    }

    [Fact]
    public void Weights_groups_and_missing_labels_have_keys_of_their_own()
    {
        BinaryTaskOptions[] options =
        [
            Buys,
            Buys with { Rows = new() { Weight = "importance" } },
            Buys with { Group = "importance" },
            Buys with { Group = "user" },
            Buys with { Rows = new() { Missing = MissingLabels.Skip } },
        ];
        Assert.Equal(options.Length, options.Select(Key).Distinct().Count());

        // What the loss makes of a label is not the table's.
        Assert.Equal(Key(Buys), Key(Buys with { PositiveWeight = 7 }));

        static string Key(BinaryTaskOptions task) => EncodedTableCache.Key(
            "rows", new DataOptions { Source = Tables.Slot(Tables.Good()), Split = Tables.SplitSlot(), Features = Tables.Features }, [new BinaryTask(task)]);
    }

    /// <summary>Rows of colour, price, buy, spend, importance, user and visit.</summary>
    private static string?[][] Rows() =>
    [
        ["red", "1", "yes", "0", "0", "a", "1"],
        ["red", "2", null, "0.5", "1", "b", "2"],
        ["red", "3", "yes", "1", "2", "c", "3"],
        ["red", "4", "no", "1.5", "3", "a", "4"],
        ["red", "5", "no", "2", "0.25", "b", "5"],
        ["red", "6", "yes", "2.5", "5", "a", "6"],
        ["red", "7", "no", "3", "6", "a", "7"],
        ["red", "8", "yes", "3.5", "7", "d", "8"],
    ];

    private static SourceOfRows Source() => Source(Rows());

    private static SourceOfRows Source(string?[][] rows) =>
        new(["colour", "price", "buy", "spend", "importance", "user", "visit"], rows);

    private static EncodedTable Encode(SourceOfRows source) => Encode(source, Tasks);

    private static EncodedTable Encode(SourceOfRows source, ImmutableArray<ITask> tasks) =>
        TableEncoder.Encode(source, Tables.Features, Tables.Split, new(), tasks, default);

    private static Problem[] Problems(string?[][] rows) =>
        [.. Assert.Throws<BadInputException>(() => Encode(Source(rows))).Problems];
}
