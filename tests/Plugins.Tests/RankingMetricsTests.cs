using CsCheck;
using MmoePipeline.Plugins.Tasks.Binary;

namespace MmoePipeline.Plugins.Tests;

public sealed class RankingMetricsTests
{
    /// <summary>Few distinct scores, so that ties are common.</summary>
    private static readonly Gen<(float[] Scores, float[] Targets)> Predictions = Gen.Int[2, 40].SelectMany(rows => Gen.Select(
        Gen.Int[-4, 4].Select(score => score / 2f).Array[rows],
        Gen.Bool.Select(positive => positive ? 1f : 0f).Array[rows]));

    [Fact]
    public void The_area_is_the_share_of_pairs_won() => Predictions.Sample((scores, targets) =>
    {
        double won = 0;
        double pairs = 0;
        for (int positive = 0; positive < scores.Length; positive++)
        {
            for (int negative = 0; negative < scores.Length; negative++)
            {
                if (targets[positive] == 1 && targets[negative] == 0)
                {
                    pairs++;
                    won += scores[positive] > scores[negative] ? 1 : scores[positive] == scores[negative] ? 0.5 : 0;
                }
            }
        }

        double auc = RankingMetrics.Auc(scores, targets);
        return pairs == 0 ? double.IsNaN(auc) : Math.Abs(auc - (won / pairs)) < 1e-12;
    });

    [Fact]
    public void The_area_of_reversed_scores_is_the_rest() => Predictions.Where(sample => sample.Targets.Distinct().Count() == 2).Sample(
        (scores, targets) => Math.Abs(
            RankingMetrics.Auc(scores, targets) + RankingMetrics.Auc([.. scores.Select(score => -score)], targets) - 1) < 1e-12);

    [Fact]
    public void By_hand()
    {
        // Pairs of (0.8, 0.4) with (0.6, 0.4, 0.1): won 3 and 1.5 of 6.
        Assert.Equal(4.5 / 6, RankingMetrics.Auc([0.8f, 0.6f, 0.4f, 0.4f, 0.1f], [1, 0, 1, 0, 0]));
        Assert.True(double.IsNaN(RankingMetrics.Auc([0.5f, float.NaN], [1, 0])));
    }

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
}
