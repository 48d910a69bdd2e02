using MmoePipeline.Experiments.Series;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>A variant with the files of its runs.</summary>
/// <param name="Name">The variant's name.</param>
/// <param name="Runs">Its finished runs.</param>
internal sealed record VariantFiles(string Name, ImmutableArray<RunFiles> Runs)
{
    /// <summary>Reads them.</summary>
    /// <exception cref="BadInputException">A file is broken or not there.</exception>
    public static VariantFiles Read(VariantResult variant) => new(variant.Variant.Name, [.. variant.Runs.Select(RunFiles.Read)]);
}
