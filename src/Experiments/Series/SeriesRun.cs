using MmoePipeline.Runs.Options;

namespace MmoePipeline.Experiments.Series;

/// <summary>A run of a series: a variant with a seed.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Plan">What to do, the seed included.</param>
/// <param name="Digest">Equal for runs whose results are the same.</param>
internal sealed record SeriesRun(Variant Variant, ulong Seed, RunPlan Plan, string Digest);
