using System.Text.Json;
using Microsoft.Playwright;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>A tiny study through the real program.</summary>
public sealed class StudyTests(Workplace workplace, Browser browser) : IClassFixture<Workplace>, IClassFixture<Browser>
{
    [Fact]
    public async Task A_study_is_run_once_and_its_claims_are_decided()
    {
        string file = Path.Combine(workplace.Folder, "tiny.json");
        string[] arguments = ["study", file, "--output", workplace.Runs, "--plugins", "none"];
        await File.WriteAllTextAsync(file, $$"""
            { "title": "Tiny", "question": "Does more count?", "configuration": "{{Path.Combine(Mmoe.Repository, "configs", "synthetic.json").Replace('\\', '/')}}",
              "set": { "training.epochs": 1, "data.source.rows": 400, "probes": [], "data.cache": "{{workplace.Folder.Replace('\\', '/')}}/cache" },
              "seeds": 2,
              "variants": [{ "name": "one", "set": { "model.experts.0.count": 1 } }, { "name": "two", "set": { "model.experts.0.count": 2 } }],
              "claims": [
                { "text": "Two experts are more parameters.", "measure": "parameters", "difference": { "variant": "two", "than": "one" }, "expect": "greater" },
                { "text": "Two experts are fewer parameters.", "measure": "parameters", "difference": { "variant": "two", "than": "one" }, "expect": "less" },
                { "text": "A claim about what no run measures.", "measure": "value/collapse", "level": { "variant": "one", "than": 0 }, "expect": "less" }] }
            """);
        Outcome first = await Mmoe.RunAsync(arguments);
        Assert.True(first.ExitCode == 0, first.Messages);
        Assert.All(first.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));

        string page = Path.Combine(workplace.Runs, "tiny");
        JsonElement study = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(page, "study.json"))).RootElement;
        Assert.Equal(
            ["holds", "does-not-hold", "not-measured"],
            study.GetProperty("claims").EnumerateArray().Select(claim => claim.GetProperty("verdict").GetString()));
        Assert.Equal(4, study.GetProperty("variants").EnumerateArray().Sum(variant => variant.GetProperty("runs").GetArrayLength()));
        Assert.All(
            study.GetProperty("variants").EnumerateArray().SelectMany(variant => variant.GetProperty("runs").EnumerateArray()),
            run => Assert.True(File.Exists(Path.Combine(page, run.GetProperty("folder").GetString()!, "report.html"))));
        string html = await File.ReadAllTextAsync(Path.Combine(page, "study.html"));
        Assert.Contains("Two experts are fewer parameters.", html, StringComparison.Ordinal);
        await AssertVerdictsAreSeenAsync(Path.Combine(page, "study.html"), 1300);
        await AssertVerdictsAreSeenAsync(Path.Combine(page, "study.html"), 390);

        Outcome again = await Mmoe.RunAsync(arguments);
        Assert.Contains("nothing to run: all 4 runs are finished", again.Messages, StringComparison.Ordinal);
        Assert.Equal(first.Output, again.Output);
    }

    [Theory]
    [InlineData("colapse", "MMOE7102 colapse: ", "'collapse'")]
    [InlineData("./nowhere.json", "MMOE1201 ./nowhere.json: ", "")]
    public async Task A_study_that_is_not_there_is_reported(string name, params string[] texts)
    {
        Outcome outcome = await Mmoe.RunAsync("study", name, "--output", workplace.Runs);
        Assert.Equal(2, outcome.ExitCode);
        Assert.All(texts, text => Assert.Contains(text, outcome.Messages, StringComparison.Ordinal));
    }

    /// <summary>What the page is for is seen without scrolling sideways.</summary>
    private async Task AssertVerdictsAreSeenAsync(string file, int width)
    {
        await using IBrowserContext context = await browser.NewContextAsync(width, ColorScheme.Light);
        IPage page = await context.NewPageAsync();
        List<string> errors = [];
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        ILocator verdict = page.GetByText("does not hold", new() { Exact = true });
        await verdict.WaitForAsync();
        Assert.Empty(errors);
        LocatorBoundingBoxResult box = (await verdict.BoundingBoxAsync())!;
        LocatorBoundingBoxResult table = (await page.Locator("figure.whole .wide").First.BoundingBoxAsync())!;
        Assert.InRange(box.X + box.Width, table.X, table.X + table.Width);
    }
}
