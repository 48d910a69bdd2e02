using MmoePipeline.Experiments.Comparisons;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Statistics;

namespace MmoePipeline.Host.Tests.Comparisons;

public sealed class ComparisonTests
{
    [Theory]
    [InlineData(true, 1, "Better")]
    [InlineData(true, -1, "Worse")]
    [InlineData(false, 1, "Worse")]
    [InlineData(false, -1, "Better")]
    [InlineData(null, 1, "Different")]
    public void A_clear_difference_is_judged_by_the_metrics_direction(bool? higherIsBetter, int sign, string verdict)
    {
        VariantMetric second = Compare(higherIsBetter, [0.5, 0.6, 0.7], [0.5 + (sign * 0.1), 0.6 + (sign * 0.11), 0.7 + (sign * 0.09)]);
        Assert.Equal(verdict, $"{second.Verdict}");
        Assert.Equal(sign * 0.1, second.Difference!.Mean, 1e-12);
    }

    [Fact]
    public void What_the_spread_explains_is_not_distinguishable()
    {
        Assert.Equal(DifferenceVerdict.NotDistinguishable, Compare(true, [1, 2, 3], [2, 1, 4]).Verdict);
        Assert.Equal(DifferenceVerdict.NotDistinguishable, Compare(true, [1, 2, 3], [1, 2, 3]).Verdict);
        Assert.Equal(DifferenceVerdict.NotTested, Compare(true, [1], [2]).Verdict);
    }

    [Fact]
    public void Only_seeds_that_both_have_are_paired_and_values_that_are_no_numbers_are_none()
    {
        VariantMetric second = Compare(true, [1, double.NaN, 3, 4], [2, 3, 4.5]);
        Assert.Equal((3, 2), (second.Runs, second.Difference!.Pairs));
        Assert.Equal(((2 - 1) + (4.5 - 3)) / 2, second.Difference.Mean, 1e-12);
        Assert.Equal((2 + 3 + 4.5) / 3, second.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(((3.1666666667 - 2) * (3.1666666667 - 2) + (0.1666666667 * 0.1666666667) + (1.3333333333 * 1.3333333333)) / 2), second.Deviation, 1e-9);
    }

    [Fact]
    public void Runs_without_result_are_told_of()
    {
        VariantResult failed = Variant("second", true, [1]) with { Failures = [new FailedRun(1, 1, "training diverged")] };
        Comparison comparison = Comparison.Of([Variant("first", true, [1, 2]), failed]);
        Assert.Equal(1, comparison.Missing);
        Assert.Contains("Missing: second, seed 1: training diverged", ComparisonText.Notes(comparison, 2));
        Assert.Contains(ComparisonText.Notes(comparison, 2), note => note.Contains("little power", StringComparison.Ordinal));
        Assert.DoesNotContain(ComparisonText.Notes(comparison, 3), note => note.Contains("power", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("3", new ulong[] { 0, 1, 2 })]
    [InlineData("7,", new ulong[] { 7 })]
    [InlineData("7, 1,42", new ulong[] { 7, 1, 42 })]
    public void Seeds_are_a_number_or_a_list(string text, ulong[] seeds) =>
        Assert.Equal(seeds, SeedList.Parse(text, problem => Assert.Fail(problem)));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("1,1")]
    [InlineData("1,x")]
    [InlineData(",")]
    public void Other_seeds_are_refused(string text)
    {
        var problems = new List<string>();
        Assert.Empty(SeedList.Parse(text, problems.Add));
        Assert.StartsWith("--seeds: ", problems.Single(), StringComparison.Ordinal);
    }

    private static VariantMetric Compare(bool? higherIsBetter, double[] first, double[] second) =>
        Comparison.Of([Variant("first", higherIsBetter, first), Variant("second", higherIsBetter, second)]).Metrics.Single().Variants[1];

    private static VariantResult Variant(string name, bool? higherIsBetter, double[] values) => new(
        new Variant(name, $"{name}.json", []),
        [
            .. values.Select((value, seed) => new SeedRun(
                (ulong)seed, "", 1, TimeSpan.FromSeconds(1), 1, [new("task", [new("metric", value, higherIsBetter)])])),
        ]);
}
