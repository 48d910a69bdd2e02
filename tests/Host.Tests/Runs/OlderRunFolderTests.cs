using MmoePipeline.Engine.Training;
using MmoePipeline.Experiments.Studies.Measures;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Reporting.Pages;
using MmoePipeline.Runs.Folders;

namespace MmoePipeline.Host.Tests.Runs;

/// <summary>Run folders of the version before files had the version of their form: no intervals, no labels, no probe times.</summary>
public sealed class OlderRunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-older").FullName;

    public OlderRunFolderTests()
    {
        Write("config.json", "{}");
        Write("report.html", "");
        Write("metrics.jsonl", """
            {"event":"run-started","time":"2026-11-20T10:00:00+00:00","name":"old","seed":7,"epochs":2,"trainingRows":700,"validationRows":100,"testRows":200,"parameters":1234}
            {"event":"data-encoded","time":"2026-11-20T10:00:01+00:00","rows":1000,"badRows":1,"badRowsByColumn":{"age":1},"quarantine":null,"vocabularies":[{"column":"town","values":9,"estimated":false,"kept":8,"rareRows":1,"hashBuckets":0}]}
            {"event":"epoch-completed","time":"2026-11-20T10:00:02+00:00","epoch":1,"step":7,"loss":{"click":0.5},"lossWeight":{"click":1},"validation":{"click":{"auc":0.7,"loss":0.4}},"probes":{"gates/click/entropy":1.5,"gates/click/swings":null},"score":0.7,"best":true,"seconds":1.5,"samplesPerSecond":700}
            {"event":"an-event-of-the-future","time":"2026-11-20T10:00:02+00:00","anything":[1]}
            {"event":"epoch-completed","time":"2026-11-20T10:00:03+00:00","epoch":2,"step":14,"loss":{"click":null},"lossWeight":{"click":1},"validation":{"click":{"auc":0.6,"loss":0.5}},"probes":{"gates/click/entropy":1.25,"gates/click/swings":null},"score":0.6,"best":false,"seconds":1.25,"samplesPerSecond":750}
            {"event":"run-completed","time":"2026-11-20T10:00:04+00:00","epochs":2,"bestEpoch":1,"step":14,"test":{"click":{"auc":0.65,"calibration":null}},"seconds":4}

            """);
        Write("verdicts.json", """{ "tug-of-war": { "verdict": "found", "value": -0.2, "threshold": -0.1 }, "collapse": { "verdict": "not-measured", "value": null, "threshold": null } }""");
        Write("report.json", """
            {
              "findings": [{ "trouble": "tug-of-war", "isFound": true, "value": -0.2, "threshold": -0.1, "evidence": "click and buy", "cures": [] }],
              "sections": [], "parts": [{ "part": "towers", "parameters": 1234 }],
              "environment": { "processor": "p", "cores": 2, "system": "s", "dotNet": "n", "torchSharp": "t", "threads": 2, "device": "cpu" }, "calibration": []
            }
            """);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_page_is_made_of_them()
    {
        PageContent page = ReportPage.Content(RunFolder.Open(_folder));
        Assert.Equal("old", page.Title);
        Assert.Contains("seed 7, 700 training, 100 validation and 200 test rows; 2 epochs in 4 s, of which epoch 1 was the best", page.Summary, StringComparison.Ordinal);
        Assert.Equal("found", page.Verdicts[0].Verdict);
    }

    [Fact]
    public void Results_and_figures_are_read_from_them()
    {
        RunResult result = FinishedRun.Read(RunFolder.Open(_folder))!;
        Assert.Equal((2, 1, 1234L, 4.0), (result.Epochs, result.BestEpoch, result.Parameters, result.Elapsed.TotalSeconds));
        Assert.Equal([("auc", 0.65), ("calibration", double.NaN)], result.Test.Single().Metrics.Select(metric => (metric.Name, metric.Value)));
        Assert.All(result.Test.Single().Metrics, metric => Assert.True(metric.HigherIsBetter is null && metric.Interval is null));
        var figures = RunFigures.Read(_folder);
        Assert.Equal(("found", -0.2), (figures.Verdict("tug-of-war"), figures.VerdictValue("tug-of-war")));
        Assert.Equal(("not-measured", double.NaN), (figures.Verdict("collapse"), figures.VerdictValue("collapse")));
        Assert.Equal([1.5, 1.25], figures.Epochs.Select(epoch => epoch["gates/click/entropy"]));
        Assert.Equal(double.NaN, figures.LastEpoch["gates/click/swings"]);
    }

    [Theory]
    [InlineData("metrics.jsonl", "\"event\":\"run-started\",", "\"event\":\"run-started\",\"formatVersion\":2,")]
    [InlineData("report.json", "\"findings\"", "\"formatVersion\": 2, \"findings\"")]
    public void Those_of_a_newer_version_are_refused(string file, string before, string after)
    {
        Write(file, File.ReadAllText(Path.Combine(_folder, file)).Replace(before, after, StringComparison.Ordinal));
        ProblemAssert.Throws(() => ReportPage.Content(RunFolder.Open(_folder)), $"MMOE4016 {Path.GetRelativePath(".", Path.Combine(_folder, file))}");
    }

    [Fact]
    public void Verdicts_of_a_newer_version_are_refused()
    {
        Write("verdicts.json", """{ "formatVersion": 2 }""");
        ProblemAssert.Throws(() => RunFigures.Read(_folder), $"MMOE4016 {Path.GetRelativePath(".", Path.Combine(_folder, "verdicts.json"))}");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
