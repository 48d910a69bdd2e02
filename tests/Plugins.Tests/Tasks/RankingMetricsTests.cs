using CsCheck;
using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Tests.Tasks;

public sealed class RankingMetricsTests
{
    /// <summary>Few distinct scores, so that ties are common.</summary>
    private static readonly Gen<(float[] Scores, float[] Targets)> Predictions = Gen.Int[2, 40].SelectMany(rows => Gen.Select(
        Gen.Int[-4, 4].Select(score => score / 2f).Array[rows],
        Gen.Bool.Select(positive => positive ? 1f : 0f).Array[rows]));

    private static readonly Gen<(float[] Scores, float[] Targets, int[] Weights)> Weighted = Predictions.SelectMany(sample =>
        Gen.Int[0, 3].Array[sample.Scores.Length].Select(weights => (sample.Scores, sample.Targets, weights)));

    private static readonly Gen<(float[] Scores, float[] Targets, int[] Groups)> Grouped = Predictions.SelectMany(sample =>
        Gen.Int[0, 4].Array[sample.Scores.Length].Select(groups => (sample.Scores, sample.Targets, groups)));

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
    public void The_area_does_not_change_with_a_monotone_function_of_the_scores_or_the_order_of_rows() => Predictions.Sample((scores, targets) =>
    {
        double auc = RankingMetrics.Auc(scores, targets);
        double stretched = RankingMetrics.Auc([.. scores.Select(score => MathF.Exp(score) + 3)], targets);
        double backwards = RankingMetrics.Auc([.. scores.Reverse()], [.. targets.Reverse()]);
        return auc.Equals(stretched) && auc.Equals(backwards);
    });

    [Fact]
    public void A_weight_counts_like_as_many_rows() => Weighted.Sample((scores, targets, weights) => Same(
        RankingMetrics.Auc(scores, targets, [.. weights.Select(weight => (float)weight)]),
        RankingMetrics.Auc(Repeated(scores, weights), Repeated(targets, weights))));

    /// <summary>The formula as a loop over the groups, with the definition's pairs.</summary>
    [Fact]
    public void The_grouped_area_is_the_mean_of_the_groups_by_their_rows() => Grouped.Sample((scores, targets, groups) =>
    {
        double sum = 0;
        double rows = 0;
        foreach (IGrouping<int, int> group in Enumerable.Range(0, groups.Length).GroupBy(row => groups[row]))
        {
            int[] positives = [.. group.Where(row => targets[row] == 1)];
            int[] negatives = [.. group.Where(row => targets[row] == 0)];
            if (positives.Length > 0 && negatives.Length > 0)
            {
                double won = positives.Sum(positive => negatives.Sum(negative => (Math.Sign(scores[positive] - scores[negative]) + 1) / 2.0));
                sum += group.Count() * won / (positives.Length * negatives.Length);
                rows += group.Count();
            }
        }

        return Same(rows == 0 ? double.NaN : sum / rows, RankingMetrics.GroupedAuc(scores, targets, groups, []));
    });

    [Fact]
    public void The_grouped_area_of_one_group_is_the_area() => Predictions.Sample((scores, targets) => Same(
        RankingMetrics.Auc(scores, targets), RankingMetrics.GroupedAuc(scores, targets, new int[scores.Length], [])));

    [Fact]
    public void A_weight_counts_like_as_many_rows_of_its_group() => Weighted.Sample((scores, targets, weights) =>
    {
        int[] groups = [.. scores.Select((_, row) => row % 3)];
        return Same(
            RankingMetrics.GroupedAuc(scores, targets, groups, [.. weights.Select(weight => (float)weight)]),
            RankingMetrics.GroupedAuc(Repeated(scores, weights), Repeated(targets, weights), Repeated(groups, weights), []));
    });

    [Fact]
    public void The_grouped_area_by_hand()
    {
        // Group 7: the positive row wins one of two pairs; group 3 wins its pair; group 5 has one class only.
        Assert.Equal(
            ((3 * 0.5) + (2 * 1)) / 5,
            RankingMetrics.GroupedAuc([0.5f, 0.9f, 0.1f, 0.2f, 0.8f, 0.4f], [1, 0, 0, 0, 1, 1], [7, 7, 7, 3, 3, 5], []),
            1e-15);
        Assert.True(double.IsNaN(RankingMetrics.GroupedAuc([0.5f, 0.9f], [1, 0], [1, 2], [])));
    }

    private static T[] Repeated<T>(T[] values, int[] times) => [.. values.SelectMany((value, row) => Enumerable.Repeat(value, times[row]))];

    private static bool Same(double expected, double actual) =>
        double.IsNaN(expected) ? double.IsNaN(actual) : Math.Abs(expected - actual) < 1e-12;
}
