using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Events;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Runs.Statistics;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>What is reported of labels that are too few or contradict each other.</summary>
public sealed class LabelRemarksTests
{
    private static readonly ImmutableArray<ITask> Tasks =
    [
        new BinaryTask(new() { Name = "click", Label = "click", Rows = new() { Missing = MissingLabels.Skip } }),
        new BinaryTask(new() { Name = "buy", Label = "buy", Rows = new() { Missing = MissingLabels.Skip } }),
        new RegressionTask(new() { Name = "cost", Label = "cost", Rows = new() { Missing = MissingLabels.Skip } }),
    ];

    /// <summary>1.96 sqrt((m + n + 1) / (12 m n)): of 1 and 1 row 0.98, of 128 and very many 0.05.</summary>
    [Theory]
    [InlineData(1, 1, 0.979982)]
    [InlineData(43, 29_391, 0.086347)]
    [InlineData(29_391, 43, 0.086347)]
    [InlineData(128, 1_000_000_000, 0.050010)]
    [InlineData(0, 10, double.PositiveInfinity)]
    public void The_reach_of_an_area_follows_from_the_rows_of_both_classes(long positives, long negatives, double reach) =>
        Assert.Equal(reach, ChanceAuc.Reach(positives, negatives), 2e-6);

    [Fact]
    public void Splits_without_a_label_and_with_few_positives_are_reported_by_task()
    {
        SplitLabels many = Labels(10_000, 10_000, 5_000);
        ImmutableArray<string> remarks = LabelRemarks.Of(
            Tasks,
            [
                new("click", Labels(10_000, 10_000, 3), Labels(10_000, 10_000, 43), many),
                new("buy", Labels(10_000, 0, 0), many, Labels(100, 90, 85)),
                new("cost", many, Labels(10, 0, 0), new SplitLabels(10, 10, 3, [])),
            ],
            []);
        Assert.Equal(
            ["tasks.0 (click): 43 positive rows of 10,000 labelled validation", "tasks.1 (buy): no training row", "tasks.1 (buy): 5 negative rows of 90 labelled test", "tasks.2 (cost): no validation row"],
            remarks.Select(remark => remark[..remark.IndexOf(remark.Contains(" row ", StringComparison.Ordinal) ? " has" : " rows are", StringComparison.Ordinal)]));
    }

    /// <summary>Of four rows the first two are for training, the third is for validation, the fourth for the test.</summary>
    [Fact]
    public void Rows_that_contradict_the_funnel_are_counted_split_by_split()
    {
        var source = new SourceOfRows(
            ["colour", "price", "click", "buy", "cost"],
            [
                ["red", "0", "1", "1", "1"], ["red", "1", "0", "1", "1"], ["red", "2", "0", "0", "1"], ["red", "3", "1", "0", "1"],
                ["red", "4", "0", "1", "1"], ["red", "5", null, "1", "1"], ["red", "6", "1", "1", "1"], ["red", "7", "0", "1", "1"],
                ["red", "8", "1", "0", "1"], ["red", "9", "0", "0", "1"], ["red", "10", "1", "0", "1"], ["red", "11", "0", null, "1"],
            ]);
        using EncodedTable table = TableEncoder.Encode(source, Tables.Features, Tables.Split, new(), Tasks, default);
        FunnelContradictions counts = Assert.Single(FunnelCheck.Of([new FunnelStep(0, 1)], Tasks, table));
        Assert.Equal(new FunnelContradictions("click", "buy", 2, 0, 1), counts);
        Assert.Equal(2, LabelRemarks.Of([], [], [counts])[0].Split("2 training, 0 validation and 1 test rows").Length);
        Assert.Empty(LabelRemarks.Of([], [], [counts with { Training = 0, Test = 0 }]));
        Assert.Empty(FunnelCheck.Of([], Tasks, table));
    }

    private static SplitLabels Labels(long rows, long labelled, long positives) =>
        new(rows, labelled, labelled == 0 ? null : (double)positives / labelled, labelled == 0 ? [] : [new(0, labelled - positives), new(1, positives)]);
}
