using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Terminal;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Reporting;

public sealed class FinishedRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-finished").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What a finished run prints when it is asked for again is what it printed first.</summary>
    [Fact]
    public void Directions_and_intervals_come_back()
    {
        RunResult result = Read(
            """{"event":"run-completed","epochs":3,"bestEpoch":2,"test":{"buy":{"auc":0.75,"calibration":1.5,"logLoss":null}},"intervals":{"buy":{"auc":[0.7,0.8],"calibration":null,"logLoss":null}},"higherIsBetter":{"buy":{"auc":true,"calibration":null,"logLoss":false}},"seconds":1}""");
        ImmutableArray<TaskMetric> metrics = Assert.Single(result.Test).Metrics;
        Assert.Equal([true, null, false], metrics.Select(metric => metric.HigherIsBetter));
        Assert.Equal(new ConfidenceInterval(0.7, 0.8), metrics[0].Interval);
        Assert.All(metrics.Skip(1), metric => Assert.Null(metric.Interval));
        using var text = new StringWriter();
        ResultJson.Write(text, result);
        Assert.Contains(
            """
            "intervals":{"buy":{"auc":[0.7,0.8],"calibration":null,"logLoss":null}},"higherIsBetter":{"buy":{"auc":true,"calibration":null,"logLoss":false}}
            """,
            text.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_an_older_version_has_neither()
    {
        RunResult result = Read("""{"event":"run-completed","epochs":3,"bestEpoch":2,"test":{"buy":{"auc":0.75}},"seconds":1}""");
        Assert.Equal(new TaskMetric("auc", 0.75, null), Assert.Single(result.Test[0].Metrics));
    }

    private RunResult Read(string completed)
    {
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{}");
        File.WriteAllLines(
            Path.Combine(_folder, "metrics.jsonl"), ["""{"event":"run-started","name":"x","seed":1,"parameters":5}""", completed]);
        RunFolder folder = RunFolder.Open(_folder);
        File.WriteAllText(folder.VerdictsFile, "{}");
        File.WriteAllText(folder.ReportFile, "");
        return FinishedRun.Read(folder)!;
    }
}
