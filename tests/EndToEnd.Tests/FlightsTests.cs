using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The run of a fresh clone: the flights that the repository contains, from the default configuration to predictions.</summary>
public sealed class FlightsTests(Workplace workplace) : IClassFixture<Workplace>
{
    private static readonly string[] Short = ["training.epochs=1", "training.batchSize=4096", "training.optimizer.learningRate=0.01", "run.predictions=true"];

    [Fact]
    public async Task A_run_without_a_configuration_trains_on_them_and_goes_through_all_commands()
    {
        // A relative cache is meant from the configuration's folder; the tests leave the repository's alone.
        string[] sets = [.. Workplace.Set([$"run.output={workplace.Runs}", $"data.cache={Path.Combine(workplace.Folder, "cache")}", .. Short])];
        Outcome outcome = await Mmoe.RunAsync(["run", "--format", "json", .. sets]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        RunReport report = RunReport.Parse(outcome.Output);
        Assert.StartsWith("flights-", Path.GetFileName(report.Run), StringComparison.Ordinal);
        Assert.InRange(report.Auc("late"), 0.6, 0.9);
        Assert.InRange(report.Auc("veryLate"), 0.6, 0.9);

        Outcome again = await Mmoe.RunAsync("resume", report.Run, "--format", "json");
        Assert.Equal((0, report.Test), (again.ExitCode, RunReport.Parse(again.Output).Test));

        byte[] page = await File.ReadAllBytesAsync(Path.Combine(report.Run, "report.html"));
        Assert.Equal(0, (await Mmoe.RunAsync("report", report.Run)).ExitCode);
        Assert.Equal(page, await File.ReadAllBytesAsync(Path.Combine(report.Run, "report.html")));

        // All rows, by the name of the data set; the test rows are the last ones.
        string predicted = Path.Combine(workplace.Folder, "predicted.csv");
        Outcome predict = await Mmoe.RunAsync("predict", report.Run, "data://flights/flights.parquet", "--output", predicted, "--format", "json");
        Assert.True(predict.ExitCode == 0, predict.Messages);
        Assert.Equal(300_000, JsonDocument.Parse(predict.Output).RootElement.GetProperty("rows").GetInt32());
        string[] ofRun = [.. (await File.ReadAllLinesAsync(Path.Combine(report.Run, "predictions.csv"))).Skip(1).Select(line => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..])];
        Assert.InRange(ofRun.Length, 40_000, 60_000);
        Assert.Equal(ofRun, (await File.ReadAllLinesAsync(predicted)).TakeLast(ofRun.Length));
    }
}
