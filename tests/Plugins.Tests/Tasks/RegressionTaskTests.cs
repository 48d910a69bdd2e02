using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Tasks;

public sealed class RegressionTaskTests : NetworkFixture
{
    private static readonly RegressionTaskOptions Options = new() { Name = "price", Label = "price" };

    [Theory]
    [InlineData("1.5", 1.5f)]
    [InlineData("-2e1", -20f)]
    public void A_label_is_a_number(string label, float expected)
    {
        Assert.True(new RegressionTask(Options).TryEncode(label, out float target, out string problem));
        Assert.Equal(expected, target);
        Assert.Equal("", problem);
    }

    [Theory]
    [InlineData("cheap")]
    [InlineData("1,5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e39")]
    public void Anything_else_is_refused_and_never_taken_for_a_missing_label(string label)
    {
        Assert.False(new RegressionTask(Options with { Rows = new() { Missing = MissingLabels.Skip } }).TryEncode(label, out _, out string problem));
        Assert.Equal($"expected a finite number of at most 3.4028235E+38 in size, found '{label}'", problem);
    }

    [Fact]
    public void Numbers_are_predicted_in_the_labels_unit()
    {
        ITask task = new RegressionTask(Options);
        Assert.Equal(["price"], task.PredictionColumns.AsEnumerable());
        Assert.Equal([-1.5, 3], task.Predict([-1.5f, 3]));
        Assert.Equal([0, 7], new RegressionTask(Options with { Loss = RegressionLoss.Log }).Predict([0, MathF.Log(8)]).Select(value => Math.Round(value, 5)));
    }

    [Fact]
    public void The_logarithm_needs_numbers_above_minus_one()
    {
        var task = new RegressionTask(Options with { Loss = RegressionLoss.Log });
        Assert.False(task.TryEncode("-1", out _, out string problem));
        Assert.Equal("expected a number above -1, found '-1', because the loss is log", problem);
        Assert.True(task.TryEncode("-0.5", out _, out _));
        Assert.True(new RegressionTask(Options).TryEncode("-1", out _, out _));
        Assert.NotEqual(task.Encoding, new RegressionTask(Options).Encoding);
    }

    /// <summary>Distances 3, 0.5 and -1 from the labels 1, 2 and 4.</summary>
    [Theory]
    [InlineData(RegressionLoss.Squared, (9 + 0.25 + 1) / 3)]
    [InlineData(RegressionLoss.Huber, ((2 * (3 - 1)) + 0.125 + 0.5) / 3)]
    public void The_loss_is_the_mean_of_the_formula(RegressionLoss loss, double expected)
    {
        var task = new RegressionTask(Options with { Loss = loss, Delta = 2 });
        torch.Tensor logits = torch.tensor(new[] { 4f, 2.5f, 3f }).view(3, 1);
        Assert.Equal(expected, task.Loss(new(logits, torch.tensor(new[] { 1f, 2, 4 }))).item<float>(), 1e-6);
    }

    [Fact]
    public void The_logarithms_loss_is_the_squared_distance_of_logarithms()
    {
        var task = new RegressionTask(Options with { Loss = RegressionLoss.Log });
        torch.Tensor logits = torch.tensor(new[] { 1f, 2f }).view(2, 1);
        double expected = (Math.Pow(1 - Math.Log(4), 2) + Math.Pow(2 - Math.Log(1), 2)) / 2;
        Assert.Equal(expected, task.Loss(new(logits, torch.tensor(new[] { 3f, 0 }))).item<float>(), 1e-6);
    }

    [Fact]
    public void Metrics_are_in_the_labels_unit_and_by_the_rows_that_have_one()
    {
        ImmutableArray<TaskMetric> metrics = new RegressionTask(Options).Evaluate(
            new([4, 2.5f, 100, 3], [1, 2, float.NaN, 4]) { Weights = [1, 2, 5, 1] });
        Assert.Equal(["rmse", "mae"], metrics.Select(metric => metric.Name));
        Assert.Equal(Math.Sqrt((9 + (2 * 0.25) + 1) / 4), metrics[0].Value, 1e-12);
        Assert.Equal((3 + (2 * 0.5) + 1) / 4, metrics[1].Value, 1e-12);

        ImmutableArray<TaskMetric> ofLogarithms = new RegressionTask(Options with { Loss = RegressionLoss.Log }).Evaluate(
            new([0, 2], [1, 0]));
        double far = Math.Exp(2) - 1;
        Assert.Equal(Math.Sqrt((1 + (far * far)) / 2), ofLogarithms[0].Value, 1e-12);
        Assert.Equal((1 + far) / 2, ofLogarithms[1].Value, 1e-12);
    }

    [Fact]
    public void A_part_without_labels_is_a_fault()
    {
        Assert.Equal("no row has a label", new RegressionTask(Options).FindFault([float.NaN, float.NaN]));
        Assert.Null(new RegressionTask(Options).FindFault([float.NaN, 3]));
    }
}
