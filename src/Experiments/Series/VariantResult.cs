namespace MmoePipeline.Experiments.Series;

/// <summary>A variant and its runs.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Runs">The runs that came to their end, in the order of the seeds.</param>
internal sealed record VariantResult(Variant Variant, ImmutableArray<SeedRun> Runs)
{
    /// <summary>The runs that gave no result; whoever shows figures has to tell of them.</summary>
    public ImmutableArray<FailedRun> Failures { get; init; } = [];
}
