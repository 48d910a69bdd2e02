using System.Text.Json;
using Microsoft.Playwright;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class ReportTests(Workplace workplace, Browser browser) : IClassFixture<Workplace>, IClassFixture<Browser>
{
    private static readonly string[] FoundCollapse =
    [
        "training.epochs=3", "probes=[{ \"type\": \"gates\", \"collapseAt\": 0.05 }]",
    ];

    [Fact]
    public async Task A_run_leaves_its_report_and_the_command_writes_the_same_page_again()
    {
        RunReport run = await SharedRun.CopyAsync(Path.Combine(workplace.Folder, "written-again"), FoundCollapse);
        string page = Path.Combine(run.Run, "report.html");
        using JsonDocument verdicts = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(run.Run, "verdicts.json")));
        Assert.Equal("found", verdicts.RootElement.GetProperty("collapse").GetProperty("verdict").GetString());
        using JsonDocument data = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(run.Run, "report.json")));
        Assert.Equal(
            run.Json.GetProperty("parameters").GetInt64(),
            data.RootElement.GetProperty("parts").EnumerateArray().Sum(part => part.GetProperty("parameters").GetInt64()));

        byte[] first = await File.ReadAllBytesAsync(page);
        Assert.InRange(first.Length, 1, 5_000_000);
        File.Delete(page);
        Outcome outcome = await Mmoe.RunAsync("report", run.Run, "--format", "json");
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        Assert.Equal(page, JsonDocument.Parse(outcome.Output).RootElement.GetProperty("report").GetString());
        Assert.Equal(first, await File.ReadAllBytesAsync(page));
    }

    [Theory]
    [InlineData(1400, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task A_browser_draws_every_chart_and_has_nothing_to_complain_of(int width, ColorScheme scheme)
    {
        RunReport run = await SharedRun.GetAsync(FoundCollapse);
        await using IBrowserContext context = await browser.NewContextAsync(width, scheme);
        IPage page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) => complaints.AddRange(request.Url.StartsWith("file:", StringComparison.Ordinal) ? [] : [request.Url]);
        await page.GotoAsync(new Uri(Path.Combine(run.Run, "report.html")).AbsoluteUri);

        Assert.Empty(complaints);
        int charts = Charts(run);
        Assert.Equal(charts, await page.Locator(".chart").CountAsync());
        Assert.Equal(charts, await page.Locator(".chart svg").CountAsync());
        Assert.Equal(charts, await page.Locator("figure:has(.chart) details table").CountAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>(
            "() => [...document.querySelectorAll('.chart svg')].filter(svg => svg.querySelectorAll('path').length < 3).length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>(CutLabels));
        Assert.Equal(4, await page.Locator(".verdicts .verdict").CountAsync());
        Assert.Equal(1, await page.Locator(".verdicts .verdict.found").CountAsync());
        Assert.Contains("\"regularizers\"", await page.Locator(".cures pre").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("marital", await page.Locator("section", new() { HasText = "Test metrics" }).First.TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_follow_theme_and_width()
    {
        RunReport run = await SharedRun.GetAsync(FoundCollapse);
        await using IBrowserContext context = await browser.NewContextAsync(1400, ColorScheme.Light);
        IPage page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Path.Combine(run.Run, "report.html")).AbsoluteUri);
        string light = await page.Locator(".chart").First.InnerHTMLAsync();
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await page.WaitForFunctionAsync("light => document.querySelector('.chart').innerHTML !== light", light);
        await page.SetViewportSizeAsync(500, 900);
        await page.WaitForFunctionAsync(
            "() => [...document.querySelectorAll('.chart')].every(chart => chart.querySelector('svg').clientWidth === chart.clientWidth && chart.clientWidth < 500)");
    }

    [Fact]
    public async Task What_is_no_run_or_not_finished_is_told()
    {
        Outcome none = await Mmoe.RunAsync("report", Path.Combine(workplace.Folder, "none"));
        Assert.Equal(2, none.ExitCode);
        Assert.Matches("^MMOE4003 .*none: ", none.Messages);

        Outcome other = await Mmoe.RunAsync("report", workplace.Folder);
        Assert.Equal(2, other.ExitCode);
        Assert.StartsWith("MMOE4004 ", other.Messages, StringComparison.Ordinal);
        Assert.Contains("config.json and no metrics.jsonl", other.Messages, StringComparison.Ordinal);

        RunReport run = await SharedRun.CopyAsync(Path.Combine(workplace.Folder, "unfinished"));
        string metrics = Path.Combine(run.Run, "metrics.jsonl");
        await File.WriteAllLinesAsync(metrics, (await File.ReadAllLinesAsync(metrics))[..^1]);
        Outcome unfinished = await Mmoe.RunAsync("report", run.Run);
        Assert.Equal(2, unfinished.ExitCode);
        Assert.StartsWith("MMOE4011 ", unfinished.Messages, StringComparison.Ordinal);
        Assert.Equal("", unfinished.Output);
    }

    /// <summary>Texts of charts that stick out of their picture, or that another one covers.</summary>
    private const string CutLabels =
        """
        () => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
          const frame = svg.getBoundingClientRect();
          const texts = [...svg.querySelectorAll('text')].filter(text => text.textContent.trim() !== '')
            .map(text => ({ name: text.textContent, box: text.getBoundingClientRect() }));
          const cut = texts.filter(text => text.box.left < frame.left - 1 || text.box.right > frame.right + 1
            || text.box.top < frame.top - 1 || text.box.bottom > frame.bottom + 1);
          const covered = texts.filter((text, index) => texts.some((other, place) => place > index
            && Math.min(text.box.right, other.box.right) - Math.max(text.box.left, other.box.left) > 1
            && Math.min(text.box.bottom, other.box.bottom) - Math.max(text.box.top, other.box.top) > 4));
          return [...cut.map(text => `cut: ${text.name}`), ...covered.map(text => `covered: ${text.name}`)];
        })
        """;

    /// <summary>The probes' charts, the learning curves' by their metrics, the calibration's and the parameters'.</summary>
    private static int Charts(RunReport run)
    {
        using JsonDocument data = JsonDocument.Parse(File.ReadAllText(Path.Combine(run.Run, "report.json")));
        int ofProbes = data.RootElement.GetProperty("sections").EnumerateArray()
            .SelectMany(section => section.GetProperty("figures").EnumerateArray())
            .Count(figure => figure.GetProperty("type").GetString() != "table");
        Assert.True(ofProbes >= 3, $"{ofProbes} charts of the gates");
        int metrics = run.Json.GetProperty("test").EnumerateObject().SelectMany(task => task.Value.EnumerateObject())
            .Select(metric => metric.Name).Distinct().Count();
        return ofProbes + 2 + metrics + 2;
    }
}
