using Xunit.Abstractions;

[assembly: TestCollectionOrderer("MmoePipeline.EndToEnd.Tests.LongestFirst", "MmoePipeline.EndToEnd.Tests")]

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Starts the tests that take longest first, so that no processor is left idle at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        nameof(Builds), nameof(CampaignTests), nameof(TroublesTests), nameof(FullDiskTests), nameof(ResumeTests), nameof(BadInputTests), nameof(PredictTests),
    ];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(collection =>
        Array.FindIndex(Longest, name => collection.DisplayName.EndsWith(name, StringComparison.Ordinal)) is var place && place < 0 ? Longest.Length : place);
}
