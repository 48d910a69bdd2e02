using CsCheck;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Plugins.Tasks.Multiclass;
using MmoePipeline.Plugins.Tasks.Regression;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;

namespace MmoePipeline.Plugins.Tests.Tasks;

/// <summary>Standard errors against values by hand, by definition and by closed forms.</summary>
public sealed class MetricIntervalTests
{
    private static readonly Gen<(float[] Scores, float[] Targets, float[] Weights)> Predictions = Gen.Int[4, 40].SelectMany(rows => Gen.Select(
        Gen.Int[-4, 4].Select(score => score / 2f).Array[rows],
        Gen.Bool.Select(positive => positive ? 1f : 0f).Array[rows],
        Gen.Int[0, 3].Select(weight => (float)weight).Array[rows]));

    /// <summary>
    /// Positive scores 0.8 and 0.4, negative ones 0.6, 0.4 and 0.1. Shares of negatives below the positives: 1 and 0.5, of variance 0.125; of positives
    /// above the negatives: 0.5, 0.75 and 1, of variance 0.0625. DeLong: 0.125 / 2 + 0.0625 / 3 = 0.083333.
    /// </summary>
    [Fact]
    public void The_error_of_an_area_by_hand()
    {
        double area = RankingMetrics.Auc([0.8f, 0.6f, 0.4f, 0.4f, 0.1f], [1, 0, 1, 0, 0], [], out double error);
        Assert.Equal(0.75, area, 1e-12);
        Assert.Equal(Math.Sqrt((0.125 / 2) + (0.0625 / 3)), error, 1e-12);
    }

    /// <summary>DeLong's definition by all pairs, weights and ties included.</summary>
    [Fact]
    public void The_error_of_an_area_by_definition() => Predictions.Sample((scores, targets, weights) =>
    {
        double area = RankingMetrics.Auc(scores, targets, weights, out double error);
        double variance = 0;
        foreach (int label in new[] { 1, 0 })
        {
            int[] own = [.. Enumerable.Range(0, scores.Length).Where(row => targets[row] == label && weights[row] > 0)];
            int[] others = [.. Enumerable.Range(0, scores.Length).Where(row => targets[row] != label && weights[row] > 0)];
            double total = own.Sum(row => weights[row]);
            double squares = own.Sum(row =>
            {
                double won = others.Sum(other => weights[other] * Won(row, other)) / others.Sum(other => weights[other]);
                double distance = (label == 1 ? won : 1 - won) - area;
                return weights[row] * weights[row] * distance * distance;
            });
            variance += squares * own.Length / (own.Length - 1.0) / (total * total);
            if (own.Length < 2)
            {
                return double.IsNaN(error);
            }
        }

        return Math.Abs(Math.Sqrt(variance) - error) < 1e-9;

        double Won(int row, int other) => scores[row] > scores[other] ? 1 : scores[row] == scores[other] ? 0.5 : 0;
    });

    /// <summary>
    /// Of scores that don't depend on the label, the area's variance is (m + n + 1) / (12 m n) (Mann and Whitney 1947); its estimates over many samples
    /// have that mean, and 95 % of the intervals hold 0.5.
    /// </summary>
    [Fact]
    public void Intervals_of_areas_hold_what_they_say()
    {
        const int Samples = 2000;
        var random = new Random(7);
        double variances = 0;
        int held = 0;
        for (int sample = 0; sample < Samples; sample++)
        {
            float[] scores = [.. Enumerable.Range(0, 120).Select(_ => random.NextSingle())];
            float[] targets = [.. Enumerable.Range(0, 120).Select(row => row < 40 ? 1f : 0f)];
            double area = RankingMetrics.Auc(scores, targets, [], out double error);
            variances += error * error / Samples;
            held += ConfidenceInterval.Around(area, error, 0, 1)!.Contains(0.5) ? 1 : 0;
        }

        Assert.Equal(121.0 / (12 * 40 * 80), variances, 1e-4);
        Assert.InRange((double)held / Samples, 0.935, 0.965);
    }

    /// <summary>Areas 1 (3 rows), 0 (2 rows) and 0.5 (2 rows), a group without a pair, mean 4 / 7: the groups are the units.</summary>
    [Fact]
    public void The_error_of_a_grouped_area_has_groups_as_units()
    {
        double mean = RankingMetrics.GroupedAuc(
            [1, 2, 3, 2, 1, 1, 1, 5], [0, 1, 1, 0, 1, 0, 1, 1], [0, 0, 0, 1, 1, 2, 2, 3], [], out double error);
        Assert.Equal(4.0 / 7, mean, 1e-12);
        double[] distances = [3 * (1 - mean), 2 * mean, 2 * (0.5 - mean)];
        Assert.Equal(Math.Sqrt(distances.Sum(distance => distance * distance) * 3 / 2) / 7, error, 1e-12);
    }

    /// <summary>Losses of rows with logit 0 are log 2, of logit log 3 and a positive label log(4 / 3).</summary>
    [Fact]
    public void The_error_of_a_log_loss_is_that_of_a_mean()
    {
        float[] logits = [0, 0, MathF.Log(3), MathF.Log(3)];
        float[] targets = [0, 1, 1, 1];
        double mean = ProbabilityMetrics.LogLoss(logits, targets);
        double half = (Math.Log(2) - Math.Log(4.0 / 3)) / 2;
        Assert.Equal(Math.Sqrt(4 * half * half / 3 / 4), ProbabilityMetrics.LogLossError(logits, targets, [], mean), 1e-6);
    }

    /// <summary>Probabilities 0.5, 0.5, 0.75, 0.25 and labels 1, 0, 1, 0: ratio 1, parts (p - y) / 0.5.</summary>
    [Fact]
    public void The_error_of_a_calibration_is_that_of_a_ratio()
    {
        float[] logits = [0, 0, MathF.Log(3), -MathF.Log(3)];
        float[] targets = [1, 0, 1, 0];
        Assert.Equal(1, ProbabilityMetrics.Calibration(logits, targets), 1e-7);
        double[] parts = [-1, 1, -0.5, 0.5];
        Assert.Equal(
            Math.Sqrt(parts.Sum(part => part * part) / 3 / 4), ProbabilityMetrics.CalibrationError(logits, targets, [], 1), 1e-6);
    }

    /// <summary>Distances 1, 1, 3 and 3: mean 2, mean square 5; parts of the root are (d^2 - 5) / (2 sqrt(5)).</summary>
    [Fact]
    public void Errors_of_distances_by_hand()
    {
        double[] predictions = [1, -1, 3, -3];
        float[] targets = [0, 0, 0, 0];
        Assert.Equal(Math.Sqrt(4.0 / 3 / 4), DistanceMetrics.MeanAbsoluteError(predictions, targets, [], 2), 1e-12);
        Assert.Equal(
            Math.Sqrt(4 * 16 / 20.0 / 3 / 4), DistanceMetrics.RootMeanSquareError(predictions, targets, [], Math.Sqrt(5)), 1e-12);

        // Weights 2 and 0: two observations that count twice.
        Assert.Equal(Math.Sqrt(2.0 * 2 * 4 * 1) / 4, DistanceMetrics.MeanAbsoluteError(predictions, targets, [2, 0, 2, 0], 2), 1e-12);
    }

    /// <summary>The delta method against what the F1 does when one row's weight changes a little.</summary>
    [Fact]
    public void The_error_of_a_macro_f1_is_that_of_its_derivatives()
    {
        float[] logits = [2, 0, 0, 0, 2, 0, 2, 0, 0, 0, 0, 2, 0, 2, 0];
        float[] targets = [0, 1, 1, 2, 0];
        float[] weights = [1, 2, 1, 3, 1];
        double value = ClassMetrics.MacroF1(logits, targets, weights, out double error);
        Assert.Equal(ClassMetrics.MacroF1(logits, targets, weights), value, 1e-12);
        double squares = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            const float Step = 1e-3f;
            float[] more = [.. weights];
            more[row] += Step;

            // A row's part times its weight over the sum of weights is the derivative by its weight times its weight.
            double derivative = (ClassMetrics.MacroF1(logits, targets, more) - value) / Step;
            squares += derivative * derivative * weights[row] * weights[row];
        }

        Assert.Equal(Math.Sqrt(squares * 5 / 4), error, 1e-3 * error);
    }

    /// <summary>8 of 10 right: the score interval is 0.4901625 to 0.9433178 (Wilson, with 1.959964).</summary>
    [Fact]
    public void A_share_has_the_score_interval()
    {
        ConfidenceInterval interval = ConfidenceInterval.ForProportion(0.8, 10)!;
        Assert.Equal(0.4901625, interval.Lower, 1e-6);
        Assert.Equal(0.9433178, interval.Upper, 1e-6);

        // 0 of 10: from 0 to z^2 / (10 + z^2).
        Assert.Equal(0, ConfidenceInterval.ForProportion(0, 10)!.Lower, 1e-12);
        Assert.Equal(3.841459 / 13.841459, ConfidenceInterval.ForProportion(0, 10)!.Upper, 1e-6);
        Assert.Null(ConfidenceInterval.ForProportion(double.NaN, 10));
        Assert.Null(ConfidenceInterval.ForProportion(0.5, 0));
        Assert.Equal(16.0 / 6, EffectiveRows.Count(3, [2, 1, 1]), 1e-12);
    }

    [Fact]
    public void Every_metric_of_the_built_in_tasks_has_an_interval_around_it_but_the_expected_calibration_error()
    {
        var binary = new BinaryTask(new() { Name = "a", Label = "a", Group = "g" });
        ImmutableArray<TaskMetric> metrics = binary.Evaluate(new TaskRows([1, 2, 3, 2, 1, 1, 1, 5], [0, 1, 1, 0, 1, 0, 1, 1]) { Groups = [0, 0, 0, 1, 1, 2, 2, 3] });
        Assert.Equal(["expectedCalibrationError"], metrics.Where(metric => metric.Interval is null).Select(metric => metric.Name));
        var regression = new RegressionTask(new() { Name = "a", Label = "a" });
        var multiclass = new MulticlassTask(new() { Name = "a", Label = "a", Classes = ["x", "y"] });
        Assert.All(
            [
                .. metrics.Where(metric => metric.Interval is not null),
                .. regression.Evaluate(new TaskRows([1, 2, 4], [0, 0, 1])),
                .. multiclass.Evaluate(new TaskRows([1, 0, 0, 1, 1, 0, 0, 1], [0, 1, 1, 0])),
            ],
            metric => Assert.True(metric.Interval!.Lower < metric.Value && metric.Value < metric.Interval.Upper, metric.Name));
    }

    /// <summary>An area of exactly 1 has an error of 0, which says nothing; one positive row has none.</summary>
    [Theory]
    [InlineData(new[] { 1f, 2, 3, 4 }, new[] { 0f, 0, 1, 1 })]
    [InlineData(new[] { 1f, 2, 3, 4 }, new[] { 0f, 1, 0, 0 })]
    public void Where_an_error_says_nothing_there_is_no_interval(float[] logits, float[] targets) =>
        Assert.Null(new BinaryTask(new() { Name = "a", Label = "a" }).Evaluate(new TaskRows(logits, targets))[0].Interval);
}
