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
    [InlineData("", 0)]
    public void The_positive_label_is_one(string label, float expected)
    {
        Assert.True(_task.TryEncode(label, out float target, out _));
        Assert.Equal(expected, target);
    }

    [Fact]
    public void A_missing_label_is_refused()
    {
        Assert.False(_task.TryEncode(null, out _, out string problem));
        Assert.Equal("the label is missing; every row needs one", problem);
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
