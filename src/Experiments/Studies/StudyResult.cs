using MmoePipeline.Experiments.Series;

namespace MmoePipeline.Experiments.Studies;

/// <summary>A study that was run.</summary>
/// <param name="Study">The study.</param>
/// <param name="IsQuick">Whether in its shorter form.</param>
/// <param name="Variants">The variants' runs.</param>
/// <param name="Claims">The claims and what the runs say of them, in the study's order.</param>
internal sealed record StudyResult(
    Study Study, bool IsQuick, ImmutableArray<VariantResult> Variants, ImmutableArray<ClaimResult> Claims)
{
    /// <summary>The runs that gave no result.</summary>
    public IEnumerable<(string Variant, FailedRun Run)> Failures =>
        Variants.SelectMany(variant => variant.Failures.Select(run => (variant.Variant.Name, run)));

    /// <summary>The time of all runs together, one after another.</summary>
    public TimeSpan Elapsed => TimeSpan.FromTicks(Variants.SelectMany(variant => variant.Runs).Sum(run => run.Elapsed.Ticks));
}
