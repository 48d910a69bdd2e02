using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Tasks;

public sealed class BinaryTaskTests : NetworkFixture
{
    private readonly BinaryTask _task = new(new BinaryTaskOptions { Name = "income", Label = "income_50k", Positive = "yes" });

    [Theory]
    [InlineData("yes", 1)]
    [InlineData("no", 0)]
    [InlineData("Yes", 0)]
    public void The_positive_label_is_one(string label, float expected)
    {
        Assert.True(_task.TryEncode(label, out float target, out _));
        Assert.Equal(expected, target);
    }

    [Fact]
    public void A_missing_label_is_refused()
    {
        Assert.False(_task.TryEncode(null, out _, out string problem));
        Assert.Equal("expected a label, found a missing value; set the task's missing to \"skip\" to train other tasks on such rows", problem);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void An_empty_label_is_missing_unless_it_is_named(string? label)
    {
        Assert.False(_task.TryEncode(label, out _, out _));
        var skipping = new BinaryTask(new BinaryTaskOptions { Name = "n", Label = "l", Rows = new() { Missing = MissingLabels.Skip } });
        Assert.True(skipping.TryEncode(label, out float target, out _));
        Assert.True(float.IsNaN(target));
        var named = new BinaryTask(new BinaryTaskOptions { Name = "n", Label = "l", Negative = [""] });
        Assert.Equal(label is not null, named.TryEncode(label, out target, out _));
    }

    [Theory]
    [InlineData("1", 1f)]
    [InlineData("0", 0f)]
    [InlineData("-1", 0f)]
    [InlineData("1.0", null)]
    [InlineData("nan", null)]
    [InlineData("True", null)]
    public void With_negative_labels_any_other_is_refused(string label, float? expected)
    {
        var task = new BinaryTask(new BinaryTaskOptions { Name = "n", Label = "l", Negative = ["0", "-1"] });
        Assert.Equal(expected is not null, task.TryEncode(label, out float target, out string problem));
        Assert.Equal(expected ?? float.NaN, target);
        Assert.Equal(expected is null ? $"expected '1' or '0' or '-1', found '{label}'" : "", problem);
    }

    /// <summary>Labels, commonest first, and whether they are refused if third values are, and otherwise; with <c>negative</c> never.</summary>
    [Theory]
    [InlineData("0 1", false, false)]
    [InlineData("1 -1", false, false)]
    [InlineData("0 2", false, false)]
    [InlineData("0 1 -1", true, false)]
    [InlineData("4 3 1", true, false)]
    [InlineData("0 1 nan", true, true)]
    [InlineData("1 nan", true, true)]
    [InlineData("1 NULL", true, true)]
    [InlineData("1 1.0", true, true)]
    [InlineData("0 1 1.0", true, true)]
    [InlineData("1", false, false)]
    public void A_third_value_and_another_way_of_writing_are_refused(string labels, bool isRefused, bool isAlwaysRefused)
    {
        ImmutableArray<LabelCount> counts = [.. labels.Split(' ').Select((label, index) => new LabelCount(label, 100 - index))];
        var options = new BinaryTaskOptions { Name = "n", Label = "l", Others = OtherLabels.Refuse };
        string? fault = new BinaryTask(options).FindLabelFault(counts);
        Assert.Equal(isRefused, fault is not null);
        Assert.Equal(isAlwaysRefused, new BinaryTask(options with { Others = OtherLabels.Report }).FindLabelFault(counts) is not null);
        Assert.Equal(isAlwaysRefused, new BinaryTask(options with { Others = OtherLabels.Negative }).FindLabelFault(counts) is not null);
        Assert.Null(new BinaryTask(options with { Negative = ["0"] }).FindLabelFault(counts));
        Assert.All(counts.Where(count => isRefused && count.Label != "1"), count => Assert.Contains($"'{count.Label}' in {count.Rows} rows", fault, StringComparison.Ordinal));
    }

    /// <summary>By default several negative labels are reported, each with its rows.</summary>
    [Theory]
    [InlineData("0 1", 0)]
    [InlineData("0 1 -1", 2)]
    [InlineData("4 3 1 2", 3)]
    public void Labels_that_count_as_negative_are_reported(string labels, int reported)
    {
        ImmutableArray<LabelCount> counts = [.. labels.Split(' ').Select((label, index) => new LabelCount(label, 100 - index))];
        var options = new BinaryTaskOptions { Name = "n", Label = "l" };
        string remark = new BinaryTask(options).FindLabelRemark(counts) ?? "";
        Assert.Equal(reported, counts.Count(count => remark.Contains($"'{count.Label}' in {count.Rows} rows", StringComparison.Ordinal)));
        Assert.Null(new BinaryTask(options with { Others = OtherLabels.Negative }).FindLabelRemark(counts));
        Assert.Null(new BinaryTask(options with { Negative = ["0"] }).FindLabelRemark(counts));
    }

    [Fact]
    public void Other_negative_labels_are_another_encoding()
    {
        var options = new BinaryTaskOptions { Name = "n", Label = "l" };
        string[] encodings =
        [
            new BinaryTask(options).Encoding,
            new BinaryTask(options with { Negative = ["0"] }).Encoding,
            new BinaryTask(options with { Others = OtherLabels.Negative }).Encoding,
            new BinaryTask(options with { Others = OtherLabels.Refuse }).Encoding,
            new BinaryTask(options with { Positive = "2" }).Encoding,
        ];
        Assert.Equal(5, encodings.Distinct().Count());
    }

    [Fact]
    public void One_class_alone_is_a_fault()
    {
        Assert.Equal("no row has the positive label 'yes'", _task.FindFault([0, 0]));
        Assert.Equal("all rows have the positive label 'yes'", _task.FindFault([1, 1]));
        Assert.Null(_task.FindFault([0, 1]));
    }

    [Fact]
    public void The_loss_is_the_mean_cross_entropy()
    {
        torch.Tensor loss = _task.Loss(new(torch.tensor(new[] { 2f, -1f }).view(2, 1), torch.tensor(new[] { 1f, 1f })));
        Assert.Equal((Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.E)) / 2, loss.item<float>(), 1e-6);
    }

    [Fact]
    public void A_positive_row_counts_by_its_weight()
    {
        var task = new BinaryTask(new BinaryTaskOptions { Name = "income", Label = "income_50k", PositiveWeight = 4 });
        torch.Tensor loss = task.Loss(new(torch.tensor(new[] { 2f, -1f }).view(2, 1), torch.tensor(new[] { 1f, 0f })));
        Assert.Equal(((4 * Math.Log(1 + Math.Exp(-2))) + Math.Log(1 + Math.Exp(-1))) / 5, loss.item<float>(), 1e-6);
    }

    [Fact]
    public void Grouped_metrics_come_with_a_column_of_groups()
    {
        var task = new BinaryTask(new BinaryTaskOptions { Name = "income", Label = "income_50k", Group = "state" });
        ImmutableArray<TaskMetric> metrics = task.Evaluate(new([3, 2, 1, 0], [0, 1, float.NaN, 0]) { Groups = [1, 2, 2, 2] });
        Assert.Equal(
            ["auc", "logLoss", "calibration", "expectedCalibrationError", "groupedAuc"], metrics.Select(metric => metric.Name));
        Assert.Equal(0.5, metrics[0].Value);
        Assert.Equal(1, metrics[4].Value);
        Assert.Null(metrics[2].HigherIsBetter);
        Assert.Equal("state", task.GroupColumn);
        Assert.DoesNotContain("groupedAuc", _task.Evaluate(new([3, 2], [0, 1])).Select(metric => metric.Name));
    }
}
