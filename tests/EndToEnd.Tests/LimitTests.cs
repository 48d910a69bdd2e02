namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The real program under limits of the system.</summary>
public sealed class LimitTests(Workplace workplace) : IClassFixture<Workplace>
{
    [TheoryOn("limits of the system (ulimit)", "linux")]
    [InlineData("ulimit -n 200", "MMOE9004 no more than 200 files may be open (ulimit -n)")]
    [InlineData("ulimit -v 2000000", "MMOE9004 the process may have no more than 1953 MiB of addresses (ulimit -v)")]
    public async Task A_limit_that_is_too_low_is_reported(string limit, string message)
    {
        Outcome outcome = await Mmoe.RunOtherAsync("bash", "-c", $"{limit}; exec dotnet \"$0\" \"$@\"", Mmoe.Program, "plugins");
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.StartsWith(message, outcome.Messages, StringComparison.Ordinal);
    }

    /// <summary>A soft limit is raised as far as it may be.</summary>
    [FactOn("limits of the system (ulimit)", "linux")]
    public async Task Few_open_files_are_enough_where_more_are_allowed()
    {
        Outcome outcome = await Mmoe.RunOtherAsync(
            "bash", ["-c", "ulimit -Sn 100; exec dotnet \"$0\" \"$@\"", Mmoe.Program, .. workplace.ShortRun("probes=[]")]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
    }

    /// <summary>
    /// The table is not to blame: no exit code 2. The limit leaves room for the program and its native libraries, and none for the table; the second thread of
    /// concurrent collection would make the first of these a matter of chance.
    /// </summary>
    [FactOn("limits of the system (ulimit)", "linux")]
    public async Task Too_little_memory_to_read_the_table_is_told()
    {
        string runs = Path.Combine(workplace.Folder, "never");
        Outcome outcome = await Mmoe.RunOtherAsync(
            "bash",
            [
                "-c", "ulimit -d 240000; export DOTNET_gcConcurrent=0; exec dotnet \"$0\" \"$@\"", Mmoe.Program,
                .. workplace.ShortRun("probes=[]", $"run.output={runs}", $"data.cache={Path.Combine(workplace.Folder, "empty")}"),
            ]);
        Assert.Equal((1, ""), (outcome.ExitCode, outcome.Output));
        Assert.Matches(@"MMOE9002 data\.source: ", outcome.Messages);
        Assert.False(Directory.Exists(runs));
    }

    /// <summary>The one step of the epoch needs several hundred MB more than all else; of the network that is much too wide not even the weights fit.</summary>
    [FactOn("limits of the system (ulimit)", "linux")]
    public async Task Too_little_memory_is_told_and_the_run_goes_on_where_there_is_more()
    {
        string[] run = workplace.ShortRun(
            "probes=[]", "training.batchSize=69834", "model.experts.0.hidden=[32]", $"run.output={Path.Combine(workplace.Folder, "memory")}");
        Outcome undisturbed = await Mmoe.RunAsync(run);
        Assert.True(undisturbed.ExitCode == 0, undisturbed.Messages);
        string first = RunReport.Parse(undisturbed.Output).Run;

        const string Limited = "ulimit -d 480000; exec dotnet \"$0\" \"$@\"";
        Outcome early = await Mmoe.RunOtherAsync("bash", ["-c", Limited, Mmoe.Program, .. run, .. Workplace.Set("model.experts.0.hidden=[65536,65536]")]);
        Assert.Equal((1, ""), (early.ExitCode, early.Output));
        Assert.Matches(@"MMOE9002 model.experts.0: expert 'mlp' .*\(\d+ bytes more were asked for\)", early.Messages);
        Assert.Equal([first], Directory.GetDirectories(Path.GetDirectoryName(first)!));

        Outcome late = await Mmoe.RunOtherAsync("bash", ["-c", Limited, Mmoe.Program, .. run]);
        Assert.Equal((1, ""), (late.ExitCode, late.Output));
        Assert.Matches(@"MMOE9002 .*epoch 1, after step 0.*\(\d+ bytes more were asked for\)", late.Messages);
        Assert.DoesNotContain("   at ", late.Messages, StringComparison.Ordinal);

        string second = Directory.GetDirectories(Path.GetDirectoryName(first)!).Single(folder => folder != first);
        Outcome again = await Mmoe.RunAsync("resume", second, "--format", "json");
        Assert.True(again.ExitCode == 0, again.Messages);
        Assert.Equal(RunReport.Parse(undisturbed.Output).Test, RunReport.Parse(again.Output).Test);
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
