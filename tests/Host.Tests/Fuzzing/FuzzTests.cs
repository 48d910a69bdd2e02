using MmoePipeline.Campaigns.Fuzzing;

namespace MmoePipeline.Host.Tests.Fuzzing;

public sealed class FuzzTests
{
    /// <summary>The long form, with twenty times as many inputs, is <c>eng/fuzz.sh</c>.</summary>
    [Fact]
    public void A_thousand_damaged_and_odd_files_are_read_rightly_or_refused()
    {
        using var campaign = new FuzzCampaign();
        ImmutableArray<FuzzResult> results = campaign.Run(1000, seed: 1, _ => { });
        Assert.Empty(results.SelectMany(result => result.Failures.Select(failure => $"{result.Target}, seed {failure.Seed}: {failure.Problem}")));
        Assert.Equal(1000, results.Sum(result => result.Inputs));

        // Inputs that are all refused, or none, would check half of it only.
        Assert.All(results, result => Assert.True(result.Refused > 0, $"{result}"));
        Assert.Contains(results, result => result.Inputs - result.Refused > 20);
    }
}
