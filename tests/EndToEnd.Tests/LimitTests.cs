namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The real program under limits of the system.</summary>
public sealed class LimitTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Theory]
    [InlineData("ulimit -n 200", "no more than 200 files may be open (ulimit -n); the program needs 256.\n")]
    [InlineData("ulimit -v 2000000", "the process may have no more than 1953 MiB of addresses (ulimit -v)")]
    public async Task A_limit_that_is_too_low_is_told(string limit, string message)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Outcome outcome = await Mmoe.RunOtherAsync("bash", "-c", $"{limit}; exec dotnet \"$0\" \"$@\"", Mmoe.Program, "plugins");
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith(message, outcome.Messages, StringComparison.Ordinal);
    }

    /// <summary>A soft limit is raised as far as it may be.</summary>
    [Fact]
    public async Task Few_open_files_are_enough_where_more_are_allowed()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        Outcome outcome = await Mmoe.RunOtherAsync(
            "bash", ["-c", "ulimit -Sn 100; exec dotnet \"$0\" \"$@\"", Mmoe.Program, .. workplace.ShortRun("probes=[]")]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
    }

    /// <summary>Two at once: their folders have the same second in their names, most often.</summary>
    [Fact]
    public async Task Runs_that_start_in_the_same_second_have_folders_of_their_own()
    {
        string[] run = workplace.ShortRun("probes=[]", $"run.output={Path.Combine(workplace.Folder, "twins")}");
        Outcome[] ends = await Task.WhenAll(Mmoe.RunAsync(run), Mmoe.RunAsync(run));
        Assert.All(ends, end => Assert.True(end.ExitCode == 0, end.Messages));
        RunReport[] reports = [.. ends.Select(end => RunReport.Parse(end.Output))];
        Assert.Equal(reports[0].Test, reports[1].Test);
        Assert.NotEqual(reports[0].Run, reports[1].Run);
    }
}
