namespace MmoePipeline.Tests;

/// <summary>A theory about the census data, which the repository doesn't contain: reported as skipped where the file is not here.</summary>
internal sealed class CensusTheoryAttribute : TheoryAttribute
{
    public CensusTheoryAttribute() => Skip = CensusData.SkipReason;
}
