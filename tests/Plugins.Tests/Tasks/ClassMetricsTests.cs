using CsCheck;
using MmoePipeline.Plugins.Tasks.Multiclass;

namespace MmoePipeline.Plugins.Tests.Tasks;

public sealed class ClassMetricsTests
{
    private const int Classes = 3;

    private static readonly Gen<(float[] Logits, float[] Targets, int[] Weights)> Predictions = Gen.Int[1, 30].SelectMany(rows => Gen.Select(
        Gen.Int[-4, 4].Select(logit => logit / 2f).Array[rows * Classes],
        Gen.Int[0, Classes - 1].Select(target => (float)target).Array[rows],
        Gen.Int[1, 3].Array[rows]));

    /// <summary>Predicted classes 0, 0, 1, 0 of 0, 1, 1, 1: F1 of 0 is 2/(2 + 2), of 1 it is 2/(2 + 2), and 2 doesn't occur.</summary>
    [Fact]
    public void By_hand()
    {
        float[] logits = [2, 1, 0, 5, 4, -1, 0, 3, 1, 1, 0, 0];
        float[] targets = [0, 1, 1, 1];
        Assert.Equal(0.5, ClassMetrics.Accuracy(logits, targets));
        Assert.Equal(0.5, ClassMetrics.MacroF1(logits, targets), 1e-15);
        Assert.Equal(
            (Math.Log(1 + Math.Exp(-1) + Math.Exp(-2)) + Math.Log(1 + Math.Exp(1) + Math.Exp(-5))
                + Math.Log(1 + Math.Exp(-3) + Math.Exp(-2)) + Math.Log(2 + Math.Exp(1))) / 4,
            ClassMetrics.LogLoss(logits, targets),
            1e-12);
    }

    /// <summary>A class that is there and never found counts with an F1 of 0: 0 has 2/(2 + 1), 1 has 0.</summary>
    [Fact]
    public void A_class_that_is_not_found_lowers_the_mean() =>
        Assert.Equal(1.0 / 3, ClassMetrics.MacroF1([1, 0, 0, 1, 0, 0], [0, 1]), 1e-15);

    [Fact]
    public void What_is_no_number_has_no_metrics()
    {
        Assert.True(double.IsNaN(ClassMetrics.Accuracy([0, float.NaN, 1], [0])));
        Assert.True(double.IsNaN(ClassMetrics.MacroF1([0, float.NaN, 1], [0])));
        Assert.True(double.IsNaN(ClassMetrics.LogLoss([0, float.NaN, 1], [0])));
    }

    [Fact]
    public void Huge_logits_have_a_finite_loss() => Assert.Equal(2000, ClassMetrics.LogLoss([1000, -1000, 0], [1]), 1e-9);

    /// <summary>Precision and recall by their definitions.</summary>
    [Fact]
    public void The_mean_of_classes_is_of_precision_and_recall() => Predictions.Sample((logits, targets, _) =>
    {
        int[] predicted = [.. targets.Select((_, row) => Enumerable.Range(0, Classes).MaxBy(index => logits[(row * Classes) + index]))];
        var scores = new List<double>();
        for (int index = 0; index < Classes; index++)
        {
            double there = targets.Count(target => target == index);
            double named = predicted.Count(prediction => prediction == index);
            double right = targets.Where((target, row) => target == index && predicted[row] == index).Count();
            if (there + named > 0)
            {
                double recall = there == 0 ? 0 : right / there;
                double precision = named == 0 ? 0 : right / named;
                scores.Add(right == 0 ? 0 : 2 * precision * recall / (precision + recall));
            }
        }

        return Same(scores.Average(), ClassMetrics.MacroF1(logits, targets))
            && Same(targets.Where((target, row) => target == predicted[row]).Count() / (double)targets.Length, ClassMetrics.Accuracy(logits, targets));
    });

    [Fact]
    public void A_weight_counts_like_as_many_rows() => Predictions.Sample((logits, targets, weights) =>
    {
        float[] byWeight = [.. weights.Select(weight => (float)weight)];
        float[] logitsOfRows = [.. targets.SelectMany((_, row) =>
            Enumerable.Repeat(logits[(row * Classes)..((row + 1) * Classes)], weights[row]).SelectMany(ofRow => ofRow))];
        float[] targetsOfRows = [.. targets.SelectMany((target, row) => Enumerable.Repeat(target, weights[row]))];
        return Same(ClassMetrics.Accuracy(logitsOfRows, targetsOfRows), ClassMetrics.Accuracy(logits, targets, byWeight))
            && Same(ClassMetrics.MacroF1(logitsOfRows, targetsOfRows), ClassMetrics.MacroF1(logits, targets, byWeight))
            && Same(ClassMetrics.LogLoss(logitsOfRows, targetsOfRows), ClassMetrics.LogLoss(logits, targets, byWeight));
    });

    private static bool Same(double expected, double actual) => Math.Abs(expected - actual) < 1e-12;
}
