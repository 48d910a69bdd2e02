using System.Globalization;
using MathNet.Numerics.Statistics;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies.Measures;
using MmoePipeline.Experiments.Studies.Options;

namespace MmoePipeline.Experiments.Studies;

/// <summary>Decides claims by the runs' figures.</summary>
/// <param name="results">The variants' runs.</param>
/// <param name="seeds">The seeds that each variant was to be run with.</param>
/// <param name="figuresOf">Gives the figures of a run by its folder.</param>
internal sealed class ClaimJudge(ImmutableArray<VariantResult> results, ImmutableArray<ulong> seeds, Func<string, RunFigures> figuresOf)
{
    private readonly Dictionary<string, RunFigures> _figures = [];

    /// <summary>Decides a claim.</summary>
    public ClaimResult Judge(ClaimOptions claim)
    {
        StudyMeasure measure = StudyMeasure.Parse(claim.Measure, out _)!;
        try
        {
            return claim switch
            {
                { Difference: { } difference } => OfDifference(claim, Values(measure, difference.Than), Values(measure, difference.Variant)),
                { Level: { } level } => OfLevel(claim, level, Values(measure, level.Variant)),
                { Share: { } share } => OfShare(claim, share, Values(measure, share.Variant)),
                _ => OfTrend(claim, measure, claim.Trend!),
            };
        }
        catch (MissingFigureException exception)
        {
            return new ClaimResult(claim, $"{claim.Measure}: {exception.Message}", null, ClaimVerdict.NotMeasured);
        }
    }

    /// <summary>The values of a measure, seed by seed.</summary>
    /// <exception cref="MissingFigureException">A run or a figure is missing.</exception>
    public double[] Values(StudyMeasure measure, string variant)
    {
        VariantResult result = results.First(candidate => candidate.Variant.Name == variant);
        return
        [
            .. seeds.Select(seed =>
            {
                SeedRun run = result.Runs.FirstOrDefault(candidate => candidate.Seed == seed)
                    ?? throw new MissingFigureException($"the run of {variant} with seed {seed} is missing");
                double value = measure.Of(run, Figures(run));
                return double.IsFinite(value) ? value : throw new MissingFigureException($"{variant} with seed {seed} has no such figure");
            }),
        ];
    }

    private RunFigures Figures(SeedRun run)
    {
        if (!_figures.TryGetValue(run.Folder, out RunFigures? figures))
        {
            figures = figuresOf(run.Folder);
            _figures.Add(run.Folder, figures);
        }

        return figures;
    }

    private static ClaimResult OfDifference(ClaimOptions claim, double[] than, double[] values)
    {
        Estimate estimate = Estimate.OfDifference(than, values);
        string text = $"{claim.Measure}: {claim.Difference!.Variant} {ClaimResult.Figure(values.Average())}, {claim.Difference.Than} "
            + $"{ClaimResult.Figure(than.Average())}; difference {Interval(estimate)}";
        return Decided(claim, text, estimate, 0);
    }

    private static ClaimResult OfLevel(ClaimOptions claim, LevelOptions level, double[] values)
    {
        Estimate estimate = Estimate.OfMean(values);
        return Decided(claim, $"{claim.Measure}: {level.Variant} {Interval(estimate)}, to compare with {ClaimResult.Figure(level.Than)}", estimate, level.Than);
    }

    private static ClaimResult OfShare(ClaimOptions claim, LevelOptions share, double[] values)
    {
        int found = values.Count(value => value != 0);
        Estimate estimate = Estimate.OfShare(found, values.Length);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"{claim.Measure}: {share.Variant} {found} of {values.Length} runs, share {Interval(estimate)}, to compare with {ClaimResult.Figure(share.Than)}");
        return Decided(claim, text, estimate, share.Than);
    }

    private ClaimResult OfTrend(ClaimOptions claim, StudyMeasure measure, TrendOptions trend)
    {
        double[][] values = [.. trend.Variants.Select(variant => Values(measure, variant))];
        if (!trend.Than.IsEmpty)
        {
            double[][] than = [.. trend.Than.Select(variant => Values(measure, variant))];
            values = [.. values.Zip(than, (own, other) => own.Zip(other, (value, reference) => value - reference).ToArray())];
        }

        double[][] order = trend.Against is { } against
            ? [.. trend.Variants.Select(variant => Values(StudyMeasure.Parse(against, out _)!, variant))]
            : [.. trend.Variants.Select((_, place) => seeds.Select(_ => (double)place).ToArray())];
        double[] correlations =
        [
            .. seeds.Select((_, seed) => Correlation.Spearman(
                [.. order.Select(variant => variant[seed])], [.. values.Select(variant => variant[seed])])),
        ];
        if (correlations.Any(double.IsNaN))
        {
            throw new MissingFigureException("of a seed all variants have the same figure, so there is no trend to look for");
        }

        Estimate estimate = Estimate.OfRankCorrelations(correlations, trend.Variants.Length);
        string means = string.Join("; ", trend.Variants.Select((variant, place) => $"{variant} {ClaimResult.Figure(values[place].Average())}"));
        string less = trend.Than.IsEmpty ? "" : $" minus that of {string.Join(", ", trend.Than.Distinct())}";
        string text = $"{claim.Measure}{less}: {means}; rank correlation with {trend.Against ?? "this order"} {Interval(estimate)}";
        return Decided(claim, text, estimate, 0);
    }

    private static ClaimResult Decided(ClaimOptions claim, string text, Estimate estimate, double reference)
    {
        string margin = claim.Margin > 0 ? $", margin {ClaimResult.Figure(claim.Margin)}" : "";
        string expectation = $"{claim.Expect}".ToLowerInvariant();
        return new ClaimResult(
            claim, $"{text}{margin}; claimed {expectation}", estimate, estimate.Judge(claim.Expect, claim.Margin, reference));
    }

    private static string Interval(Estimate estimate)
    {
        string seeds = string.Create(CultureInfo.InvariantCulture, $"{estimate.Count} {(estimate.Count == 1 ? "seed" : "seeds")}");
        return double.IsNaN(estimate.Lower)
            ? $"{ClaimResult.Figure(estimate.Mean)} ({seeds}: no interval)"
            : $"{ClaimResult.Figure(estimate.Mean)} [{ClaimResult.Figure(estimate.Lower)}, {ClaimResult.Figure(estimate.Upper)}] ({seeds})";
    }
}
