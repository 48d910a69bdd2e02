namespace MmoePipeline.Tests;

/// <summary>A fact about the census data, which the repository doesn't contain: reported as skipped where the file is not here.</summary>
internal sealed class CensusFactAttribute : FactAttribute
{
    public CensusFactAttribute() => Skip = CensusData.SkipReason;
}
