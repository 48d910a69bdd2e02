namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The campaigns of eng/, in short.</summary>
public sealed class CampaignTests
{
    private static string Campaigns { get; } =
        Path.Combine(Mmoe.Repository, "tests", "Campaigns", "bin", Mmoe.BuildConfiguration, "net10.0", "MmoePipeline.Campaigns.dll");

    [FactOn("a library that lets files fail", "linux")]
    public async Task A_file_system_that_fails_costs_no_run_and_no_prediction()
    {
        await RunAsync("fail", "12", "--seed", "3");
    }

    [Fact]
    public async Task A_signal_at_any_moment_ends_a_run_in_time_and_it_goes_on_to_the_same_end() => await RunAsync("signal", "6");

    private static async Task RunAsync(params string[] arguments)
    {
        // A campaign is a dozen runs, next to other tests' runs on the same processors.
        Outcome outcome = await Mmoe.RunOtherAsync(TimeSpan.FromMinutes(15), "dotnet", [Campaigns, .. arguments, "--program", Mmoe.Program]);
        Assert.True(outcome.ExitCode == 0, outcome.Output + outcome.Messages);
    }
}
