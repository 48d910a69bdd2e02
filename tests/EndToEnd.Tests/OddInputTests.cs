using System.Diagnostics;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Standard error that takes no message, and inputs that are no regular files: the exit code is 2, and nothing waits.</summary>
public sealed class OddInputTests(Workplace workplace) : IClassFixture<Workplace>
{
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(30);

    [TheoryOn("bash", "linux")]
    [InlineData("2>/dev/full", "validate nowhere.json")]
    [InlineData("2>&-", "validate nowhere.json")]
    [InlineData("2>/dev/full", "predict nowhere nowhere.csv")]
    [InlineData("2>/dev/full", "--frobnicate")]
    public async Task Messages_that_can_not_be_written_change_no_exit_code(string redirection, string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        Outcome outcome = await Mmoe.RunOtherAsync(
            "bash", ["-c", $"dotnet \"$@\" {redirection}; echo $?", "bash", Mmoe.Program, .. command.Split(' ')]);
        Assert.EndsWith("2\n", outcome.Output, StringComparison.Ordinal);
    }

    [TheoryOn("named pipes (mkfifo)", "linux")]
    [InlineData("validate /dev/zero", "MMOE1202 /dev/zero: ")]
    [InlineData("run /dev/zero", "MMOE1202 /dev/zero: ")]
    [InlineData("validate FOLDER/pipe", "MMOE1202 FOLDER/pipe: ")]
    [InlineData("validate FOLDER", "MMOE1202 FOLDER: ")]
    [InlineData("validate FOLDER/huge.json", "MMOE1202 FOLDER/huge.json: ")]
    [InlineData("study FOLDER/pipe.json", "MMOE1202 FOLDER/pipe.json: ")]
    [InlineData("compare FOLDER/pipe FOLDER/huge.json", "MMOE1202 FOLDER/pipe: ")]
    [InlineData("resume FOLDER/run", "MMOE4001 ")]
    [InlineData("report FOLDER/run", "MMOE4001 ")]
    [InlineData("predict FOLDER/run FOLDER/pipe", "MMOE4001 ")]
    public async Task What_is_no_regular_file_is_refused_at_once(string command, string message)
    {
        ArgumentNullException.ThrowIfNull(command);
        string folder = Directory.CreateDirectory(Path.Combine(workplace.Folder, "odd")).FullName;
        string run = Directory.CreateDirectory(Path.Combine(folder, "run")).FullName;
        await File.WriteAllTextAsync(Path.Combine(run, "metrics.jsonl"), "");
        foreach (string pipe in new[] { Path.Combine(folder, "pipe"), Path.Combine(folder, "pipe.json"), Path.Combine(run, "config.json") })
        {
            if (!Path.Exists(pipe))
            {
                Assert.Equal(0, (await Mmoe.RunOtherAsync("mkfifo", pipe)).ExitCode);
            }
        }

        await using (FileStream huge = new(Path.Combine(folder, "huge.json"), FileMode.Create))
        {
            huge.SetLength(20 << 20);
        }

        var watch = Stopwatch.StartNew();
        Outcome outcome = await Mmoe.RunAsync(command.Replace("FOLDER", folder, StringComparison.Ordinal).Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message.Replace("FOLDER", folder, StringComparison.Ordinal), outcome.Messages, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < Prompt, $"{watch.Elapsed}");
    }

    /// <summary>All that shows without rows at once, whatever part of the run it is in.</summary>
    [Fact]
    public async Task Validation_finds_what_needs_no_rows()
    {
        Outcome outcome = await Mmoe.RunAsync(
        [
            "validate", Mmoe.Census,
            .. Workplace.Set("training.selection.metric=acu", "data.source.path=nowhere.csv", "loss.weights.incom=2"),
        ]);
        Assert.Equal(2, outcome.ExitCode);
        Assert.All(
            ["MMOE5202 training.selection.metric: ", "nowhere.csv: ", "MMOE2101 ", "MMOE1301 loss.weights.incom: "],
            message => Assert.Contains(message, outcome.Messages, StringComparison.Ordinal));
    }
}
