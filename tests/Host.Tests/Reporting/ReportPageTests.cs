using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MmoePipeline.Events;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Reporting.Pages;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Machine;

namespace MmoePipeline.Host.Tests.Reporting;

public sealed partial class ReportPageTests : IDisposable
{
    private const string OddName = "</script><script>alert(1)</script>{{charts}}<!--";

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-report").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Names_do_not_end_the_script_nor_the_title()
    {
        string page = ReportPage.Html(ReportPage.Content(Folder(epochs: 2)));
        Assert.Equal(3, Regex.Count(page, "</script>"));
        Assert.DoesNotContain("alert(1)</", page, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;/script&gt;&lt;script&gt;", page, StringComparison.Ordinal);
        JsonElement data = JsonElement.Parse(Data().Match(page).Groups[1].Value);
        Assert.Equal(OddName, data.GetProperty("title").GetString());
    }

    [Fact]
    public void The_page_is_one_file_that_asks_for_nothing()
    {
        // The charts' library is left out: it has markup in its texts that the page doesn't use.
        string page = ReportPage.Html(ReportPage.Content(Folder(epochs: 2)))
            .Replace(ReportAssets.Read("echarts.min.js"), "", StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("<(script|link|img|iframe)[^>]+(src|href)=", page);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_of_a_long_run_of_many_tasks_stays_below_five_megabytes()
    {
        int size = Encoding.UTF8.GetByteCount(ReportPage.Html(ReportPage.Content(Folder(epochs: 500, tasks: 10))));
        Assert.InRange(size, 1_000_000, 5_000_000);
    }

    [Fact]
    public void The_same_files_give_the_same_page()
    {
        RunFolder folder = Folder(epochs: 3);
        Assert.Equal(ReportPage.Html(ReportPage.Content(folder)), ReportPage.Html(ReportPage.Content(folder)));
    }

    [Fact]
    public void Curves_and_table_have_the_figures_of_the_metrics()
    {
        PageContent content = ReportPage.Content(Folder(epochs: 2, tasks: 2));
        var table = (FigureTable)content.Results[0].Figures[0];
        Assert.Equal<string>(["task", "auc", "loss"], table.Columns);
        Assert.Equal<string>([OddName, "task1"], table.Rows);
        Assert.Equal<double?>([0.9, null], table.Values[0]);
        var losses = (LineChart)content.Results[1].Figures[0];
        Assert.Equal<double>([1, 2], losses.Series[1].X);
        Assert.Equal<double?>([1.5, 0.75], losses.Series[1].Y);
        Assert.Equal("Validation auc", content.Results[1].Figures[2].Title);
    }

    [Fact]
    public void An_epoch_that_was_done_twice_counts_once()
    {
        RunFolder folder = Folder(epochs: 2);
        string[] lines = File.ReadAllLines(folder.MetricsFile);
        File.WriteAllLines(folder.MetricsFile, [lines[0], lines[1].Replace("1.5", "7", StringComparison.Ordinal), .. lines]);
        var losses = (LineChart)ReportPage.Content(folder).Results[1].Figures[0];
        Assert.Equal<double?>([1.5, 0.75], losses.Series[0].Y);
    }

    [Fact]
    public void Figures_that_are_no_numbers_come_back_as_none()
    {
        var data = new ReportData(
            [new Finding(IssueNames.LossScale, false, double.NaN, double.PositiveInfinity, "", [])],
            [new ReportSection("A", "", [new LineChart("B", "", "x", "y", [new PointSeries("C", [1, 2], [double.NaN, null])])])],
            [],
            new RunEnvironment("", 1, "", "", "", 1, "cpu"),
            []);
        string json = JsonSerializer.Serialize(data, ReportDataJson.Default.ReportData);
        Assert.Contains("\"y\":[null,null]", json, StringComparison.Ordinal);
        Assert.Contains("\"trouble\":\"loss-scale\"", json, StringComparison.Ordinal);
        Assert.True(double.IsNaN(JsonSerializer.Deserialize(json, ReportDataJson.Default.ReportData)!.Findings[0].Value));
    }

    [Fact]
    public void Calibration_is_drawn_beside_the_test_metrics_and_an_older_run_has_none()
    {
        RunFolder folder = Folder(epochs: 1);
        ImmutableArray<ReportFigure> figures = ReportPage.Content(folder).Results[0].Figures;
        PointSeries points = Assert.IsType<ScatterChart>(figures[1]).Series[0];
        Assert.Equal((OddName, 0.1, 0.2), (points.Name, points.X.Single(), points.Y.Single()));
        Assert.Equal<double?>([0.1, 0.2, 3], Assert.IsType<FigureTable>(figures[2]).Values.Single());

        string data = File.ReadAllText(folder.ReportDataFile);
        File.WriteAllText(folder.ReportDataFile, data[..data.IndexOf(",\"calibration\"", StringComparison.Ordinal)] + "}");
        Assert.Single(ReportPage.Content(folder).Results[0].Figures);
    }

    [Fact]
    public void A_broken_line_and_a_missing_file_are_told()
    {
        RunFolder folder = Folder(epochs: 1);
        File.AppendAllText(folder.MetricsFile, "{\"event\":");
        Refuses("MMOE4013 metrics.jsonl:4", folder);

        folder = Folder(epochs: 1);
        File.Delete(folder.ReportDataFile);
        Refuses("MMOE4012 report.json", folder);
    }

    private static void Refuses(string problem, RunFolder folder) => ProblemAssert.Throws(() => ReportPage.Content(folder), problem);

    /// <summary>A run folder as a run leaves it: the first task's name is odd, losses are 1.5 and halve, the first task has no test loss.</summary>
    private RunFolder Folder(int epochs, int tasks = 1)
    {
        string[] names = [OddName, .. Enumerable.Range(1, tasks - 1).Select(task => $"task{task}")];
        string Of(Func<string, object> value) => JsonSerializer.Serialize(names.ToDictionary(name => name, value));
        IEnumerable<string> lines = Enumerable.Range(1, epochs).Select(epoch => FormattableString.Invariant(
            $$"""{"event":"epoch-completed","epoch":{{epoch}},"loss":{{Of(_ => 3 / Math.Pow(2, epoch))}},"lossWeight":{{Of(_ => 1)}},"validation":{{Of(_ => new { auc = 0.5, loss = 0.1 })}},"seconds":1,"dataWaitSeconds":0,"probeSeconds":0,"samplesPerSecond":10}"""));
        File.WriteAllLines(Path.Combine(_folder, "metrics.jsonl"),
        [
            $$"""{"event":"run-started","name":{{JsonSerializer.Serialize(OddName)}},"seed":1,"trainingRows":7,"validationRows":1,"testRows":2}""",
            .. lines,
            $$"""{"event":"run-completed","time":"2026-01-02T03:04:05Z","epochs":{{epochs}},"bestEpoch":1,"seconds":3,"test":{{Of(name => new { auc = 0.9, loss = name == OddName ? null : (double?)0.2 })}}}""",
        ]);
        File.WriteAllText(Path.Combine(_folder, "config.json"), "{}");
        var data = new ReportData(
            [],
            [],
            [new PartParameters("experts", 10)],
            new RunEnvironment("A processor", 2, "Linux", ".NET", "0.107.0", 2, "cpu"),
            [new TaskCalibration(OddName, [new CalibrationBin(0.1, 0.2, 3)])]);
        File.WriteAllText(Path.Combine(_folder, "report.json"), JsonSerializer.Serialize(data, ReportDataJson.Default.ReportData));
        return RunFolder.Open(_folder);
    }

    [GeneratedRegex("""<script type="application/json" id="data">(.*?)</script>""")]
    private static partial Regex Data();
}
