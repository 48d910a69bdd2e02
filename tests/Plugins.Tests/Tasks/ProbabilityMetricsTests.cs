using CsCheck;
using MmoePipeline.Plugins.Tasks.Binary;

namespace MmoePipeline.Plugins.Tests.Tasks;

public sealed class ProbabilityMetricsTests
{
    private static readonly Gen<(float[] Logits, float[] Targets)> Predictions = Gen.Int[1, 40].SelectMany(rows => Gen.Select(
        Gen.Int[-12, 12].Select(logit => logit / 3f).Array[rows],
        Gen.Bool.Select(positive => positive ? 1f : 0f).Array[rows]));

    [Fact]
    public void The_log_loss_is_the_mean_of_minus_log_p() => Predictions.Sample((logits, targets) =>
    {
        double expected = logits.Zip(targets, (logit, target) =>
        {
            double p = 1 / (1 + Math.Exp(-logit));
            return -Math.Log(target == 1 ? p : 1 - p);
        }).Average();
        return Math.Abs(expected - ProbabilityMetrics.LogLoss(logits, targets)) < 1e-9;
    });

    [Fact]
    public void The_log_loss_of_huge_logits_is_finite() => Assert.Equal(500, ProbabilityMetrics.LogLoss([1000, 1000], [0, 1]), 1e-9);

    [Fact]
    public void The_calibration_is_predicted_over_observed_by_hand()
    {
        // Probabilities 1/2, 3/4 and 1/4 of one positive row.
        float[] logits = [0, MathF.Log(3), -MathF.Log(3)];
        Assert.Equal(1.5, ProbabilityMetrics.Calibration(logits, [1, 0, 0]), 1e-7);

        // Weights 1, 2, 1: (1/2 + 3/2 + 1/4) / 1.
        Assert.Equal(2.25, ProbabilityMetrics.Calibration(logits, [1, 0, 0], [1, 2, 1]), 1e-7);
        Assert.Equal(double.PositiveInfinity, ProbabilityMetrics.Calibration(logits, [0, 0, 0]));
    }

    [Fact]
    public void The_calibration_error_by_hand()
    {
        // Bin of 0.75: two rows, half of them positive, |0.75 - 0.5| of 2/3 of the rows; bin of 0.25: |0.25 - 0| of 1/3.
        float third = MathF.Log(3);
        Assert.Equal(
            (0.25 * 2 / 3) + (0.25 / 3), ProbabilityMetrics.ExpectedCalibrationError([third, third, -third], [1, 0, 0]), 1e-7);

        // Apart, errors of opposite sign don't cancel: 0.55 and 0.65 lie in two bins.
        float low = MathF.Log(0.55f / 0.45f);
        float high = MathF.Log(0.65f / 0.35f);
        Assert.Equal((0.45 + 0.65) / 2, ProbabilityMetrics.ExpectedCalibrationError([low, high], [1, 0]), 1e-6);
        Assert.True(double.IsNaN(ProbabilityMetrics.ExpectedCalibrationError([float.NaN], [1])));
    }

    /// <summary>The edges of the bins are theirs who come before: probability 1/2 lies in the fifth bin, with 0.45.</summary>
    [Fact]
    public void A_probability_on_an_edge_is_in_the_bin_below()
    {
        float below = MathF.Log(0.45f / 0.55f);
        Assert.Equal(
            Math.Abs(0.45 + 0.5 - 1) / 2, ProbabilityMetrics.ExpectedCalibrationError([0, below], [1, 0]), 1e-6);
    }

    [Fact]
    public void The_calibration_error_is_between_the_error_of_the_mean_and_that_of_the_rows() => Predictions.Sample((logits, targets) =>
    {
        double[] surplus = [.. logits.Zip(targets, (logit, target) => (1 / (1 + Math.Exp(-logit))) - target)];
        double error = ProbabilityMetrics.ExpectedCalibrationError(logits, targets);
        return error is >= 0 and <= 1
            && error >= Math.Abs(surplus.Average()) - 1e-12
            && error <= surplus.Average(Math.Abs) + 1e-12;
    });

    [Fact]
    public void A_weight_counts_like_as_many_rows() => Predictions.SelectMany(sample => Gen.Int[1, 3].Array[sample.Logits.Length]
        .Select(weights => (sample.Logits, sample.Targets, weights))).Sample((logits, targets, weights) =>
    {
        float[] byWeight = [.. weights.Select(weight => (float)weight)];
        float[] logitsOfRows = [.. logits.SelectMany((logit, row) => Enumerable.Repeat(logit, weights[row]))];
        float[] targetsOfRows = [.. targets.SelectMany((target, row) => Enumerable.Repeat(target, weights[row]))];
        return Same(ProbabilityMetrics.LogLoss(logits, targets, byWeight), ProbabilityMetrics.LogLoss(logitsOfRows, targetsOfRows))
            && Same(ProbabilityMetrics.Calibration(logits, targets, byWeight), ProbabilityMetrics.Calibration(logitsOfRows, targetsOfRows))
            && Same(
                ProbabilityMetrics.ExpectedCalibrationError(logits, targets, byWeight),
                ProbabilityMetrics.ExpectedCalibrationError(logitsOfRows, targetsOfRows));
    });

    private static bool Same(double expected, double actual) => expected.Equals(actual) || Math.Abs(expected - actual) < 1e-12;
}
