namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Files and folders with names as people and programs give them.</summary>
public sealed class PathTests(Workplace workplace) : IClassFixture<Workplace>
{
    /// <summary>84 letters of three bytes each and three more: as long as a name may be.</summary>
    private static readonly string Longest = string.Concat(Enumerable.Repeat("長", 84)) + "abc";

    [Theory]
    [InlineData("a folder with spaces")]
    [InlineData("Ünïcödé 中文 🙂")]
    [InlineData("--set=it's \"quoted\" $HOME `x` [red]")]
    [InlineData("two\nlines")]
    [InlineData("")]
    public async Task Any_name_that_the_file_system_takes_is_one(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(workplace.Folder, name.Length == 0 ? Longest : name)).FullName;
        string data = Path.Combine(folder, "census-income.csv.gz");
        CensusFile.WriteFirst(10_000, data);
        string configuration = Path.Combine(folder, "census.json");
        await File.WriteAllTextAsync(
            configuration,
            (await File.ReadAllTextAsync(Mmoe.Census)).Replace("data://census/", "", StringComparison.Ordinal).Replace("../runs", "runs", StringComparison.Ordinal)
                .Replace("../.cache", "cache", StringComparison.Ordinal));
        Outcome run = await Mmoe.RunAsync(
            [
                "run", configuration, "--format", "json",
                .. Workplace.Set("training.epochs=1", "training.batchSize=1024", "model.experts.0.hidden=[8]", "probes=[]", "run.predictions=true"),
            ]);
        Assert.True(run.ExitCode == 0, run.Messages);
        RunReport report = RunReport.Parse(run.Output);
        Assert.StartsWith(Path.Combine(folder, "runs") + "/", report.Run.Replace('\\', '/'), StringComparison.Ordinal);

        string predicted = Path.Combine(folder, name.Length == 0 ? Longest[..^5] + "12345.csv" : $"{name}.csv");
        Outcome predict = await Mmoe.RunAsync("predict", report.Run, data, "--output", predicted);
        Assert.True(predict.ExitCode == 0, predict.Messages);
        Assert.Equal(
            (await File.ReadAllLinesAsync(Path.Combine(report.Run, "predictions.csv")))[^1].Split(',')[1..],
            (await File.ReadAllLinesAsync(predicted)).Skip(1).Where((_, row) => row % 10 >= 8).Last().Split(','));

        Outcome again = await Mmoe.RunAsync("resume", report.Run, "--format", "json");
        Assert.Equal((0, report.Test), (again.ExitCode, RunReport.Parse(again.Output).Test));
    }

    /// <summary>A name that begins as options do is taken for one, and told how to be given.</summary>
    [FactOn("bash", "linux")]
    public async Task A_name_with_a_leading_dash_is_told_how_to_be_given()
    {
        string folder = Directory.CreateDirectory(Path.Combine(workplace.Folder, "dashes")).FullName;
        File.Copy(Mmoe.Census, Path.Combine(folder, "-c.json"));
        const string Script = "cd \"$0\" && exec dotnet \"$@\"";
        Outcome taken = await Mmoe.RunOtherAsync("bash", "-c", Script, folder, Mmoe.Program, "validate", "-c.json");
        Assert.Equal(2, taken.ExitCode);
        Assert.Matches("^MMOE1001 .*'-c.json'.*./-c.json", taken.Messages);

        Outcome given = await Mmoe.RunOtherAsync(
            "bash", "-c", Script, folder, Mmoe.Program, "validate", "./-c.json", "--set", $"data.source.path={CensusFile.FullPath}");
        Assert.True(given.ExitCode == 0, given.Messages);
    }

    [Fact]
    public async Task A_name_that_is_too_long_is_told()
    {
        string folder = Path.Combine(workplace.Folder, Longest + "d");
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun("probes=[]", $"run.output={folder}"));
        Assert.Equal((2, ""), (outcome.ExitCode, outcome.Output));
        Assert.Contains($"MMOE4005 run.output: no run folder can be made in {folder}: ", outcome.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Messages, StringComparison.Ordinal);
    }
}
