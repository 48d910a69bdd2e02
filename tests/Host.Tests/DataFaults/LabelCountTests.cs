using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Events;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.DataFaults;

/// <summary>How many rows of each split have which label, counted by the encoder.</summary>
public sealed class LabelCountTests
{
    /// <summary>Rows 0, 1, 4 and 5 of 8 are for training, 2 and 6 for validation, 3 and 7 for the test.</summary>
    [Fact]
    public void Labels_are_counted_for_each_task_and_split()
    {
        ImmutableArray<ITask> tasks =
        [
            new BinaryTask(new BinaryTaskOptions { Name = "buys", Label = "buy", Positive = "yes", Rows = new() { Missing = MissingLabels.Skip } }),
            new RegressionTask(new RegressionTaskOptions { Name = "cost", Label = "amount" }),
        ];
        var source = new SourceOfRows(
            ["colour", "price", "buy", "amount"],
            [
                ["red", "0", "yes", "1.5"], ["red", "1", null, "2.5"], ["red", "2", "yes", "1"], ["red", "3", "no", "2"],
                ["red", "4", "no", "4"], ["red", "5", "yes", "4"], ["red", "6", "no", "1"], ["red", "7", "yes", "-2"],
            ]);
        using EncodedTable table = TableEncoder.Encode(source, Tables.Features, Tables.Split, new(), tasks, default);

        ImmutableArray<TaskLabels> labels = table.LabelsOf(tasks);
        Assert.Equal(["buys", "cost"], labels.Select(task => task.Task));
        Assert.Equal((4, 3, 0.666666666667, 2L), Figures(labels[0].Training));
        Assert.Equal([new TargetCount(0, 1), new TargetCount(1, 2)], labels[0].Training.Targets.AsEnumerable());
        Assert.Equal((2, 2, 0.5, 1L), Figures(labels[0].Validation));
        Assert.Equal((2, 2, 0.5, 1L), Figures(labels[0].Test));
        Assert.Equal((4, 4, 3, null), Figures(labels[1].Training));
        Assert.Equal([new TargetCount(1.5f, 1), new TargetCount(2.5f, 1), new TargetCount(4, 2)], labels[1].Training.Targets.AsEnumerable());
        Assert.Equal((2, 2, 1, 2L), Figures(labels[1].Validation));
        Assert.Equal((2, 2, 0, null), Figures(labels[1].Test));
    }

    [Fact]
    public void Targets_are_counted_one_by_one_up_to_a_limit_and_none_is_no_label()
    {
        Assert.Equal(SplitLabels.MaximumTargets, Count(SplitLabels.MaximumTargets).Targets.Length);
        SplitLabels many = Count(SplitLabels.MaximumTargets + 1);
        Assert.Empty(many.Targets);
        Assert.Equal((1001, 1001, 500.0, null), Figures(many));

        var none = new TargetCounter();
        none.Add(float.NaN);
        Assert.Equal((1, 0, null, null), Figures(none.ToLabels()));
    }

    private static SplitLabels Count(int targets)
    {
        var counter = new TargetCounter();
        for (int target = 0; target < targets; target++)
        {
            counter.Add(target);
        }

        return counter.ToLabels();
    }

    private static (long Rows, long Labelled, double? Mean, long? Positives) Figures(SplitLabels labels) =>
        (labels.Rows, labels.Labelled, labels.Mean is { } mean ? Math.Round(mean, 12) : null, labels.Positives);
}
