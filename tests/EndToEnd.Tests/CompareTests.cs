using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class CompareTests : IClassFixture<Browser>, IDisposable
{
    private readonly Browser _browser;
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-compare").FullName;

    public CompareTests(Browser browser)
    {
        _browser = browser;
        Write("first", """{ "type": "shared-bottom", "experts": [{ "type": "mlp", "count": 2, "hidden": [24, 12] }] }""");
        Write("second", """{ "type": "mmoe", "experts": [{ "type": "mlp", "count": 4, "hidden": [24, 12] }] }""", """, "probes": [{ "type": "gates" }]""");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Runs_are_compared_at_equal_size_and_not_done_twice()
    {
        string[] command = Command("first", "second", "--seeds", "2", "--match-parameters", "--jobs", "2", "--format", "json");
        Outcome outcome = await Mmoe.RunAsync(command);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        Assert.Contains("4 runs to do", outcome.Messages, StringComparison.Ordinal);
        JsonElement report = JsonDocument.Parse(outcome.Output).RootElement;
        JsonElement[] variants = [.. report.GetProperty("variants").EnumerateArray()];
        long[] parameters = [.. variants.Select(variant => variant.GetProperty("runs")[0].GetProperty("parameters").GetInt64())];
        Assert.InRange(parameters[1], 0.98 * parameters[0], 1.02 * parameters[0]);
        Assert.True(report.GetProperty("isComplete").GetBoolean());

        // The metrics are the runs' own.
        double[][] aucs = [.. variants.Select(variant => variant.GetProperty("runs").EnumerateArray().Select(run => Auc(run.GetProperty("folder").GetString()!)).ToArray())];
        JsonElement tested = report.GetProperty("metrics").EnumerateArray()
            .Single(metric => metric.GetProperty("task").GetString() == "click" && metric.GetProperty("metric").GetString() == "auc");
        JsonElement second = tested.GetProperty("variants")[1];
        Assert.Equal(aucs[1].Average(), second.GetProperty("mean").GetDouble(), 1e-12);
        Assert.Equal(aucs[1].Average() - aucs[0].Average(), second.GetProperty("difference").GetProperty("mean").GetDouble(), 1e-12);

        await LookAsync(Path.Combine(_folder, "comparison", "compare.html"), 1400, ColorScheme.Light);
        await LookAsync(Path.Combine(_folder, "comparison", "compare.html"), 390, ColorScheme.Dark);

        Outcome again = await Mmoe.RunAsync(command);
        Assert.True(again.ExitCode == 0, again.Messages);
        Assert.Equal("nothing to run: all 4 runs are finished\n", again.Messages);
        Assert.Equal(outcome.Output, again.Output);
        Assert.Equal(4, Directory.GetDirectories(Path.Combine(_folder, "comparison", "runs")).Length);
    }

    [Fact]
    public async Task A_run_that_fails_is_missing_in_the_table_and_the_others_go_on()
    {
        Write("diverging", """{ "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] }""", """, "probes": []""", "1000");
        Outcome outcome = await Mmoe.RunAsync(Command("first", "diverging", "--seeds", "1", "--set", """loss={ "type": "fixed", "weights": { "click": 1e38 } }"""));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Contains("diverging, seed 0: failed with exit code 1: ", outcome.Messages, StringComparison.Ordinal);
        Assert.Contains("0 of 1", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Missing: diverging, seed 0: ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("One seed is no test", outcome.Output, StringComparison.Ordinal);
    }

    /// <summary>The first variant's run ends, the second's does not; a signal, or the end of the program without one, ends it.</summary>
    [TheoryOn("signals to one process", "linux", "macos")]
    [InlineData("INT")]
    [InlineData("KILL")]
    public async Task What_was_cut_off_goes_on_with_what_is_not_finished(string signal)
    {
        Write("second", """{ "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] }""", epochs: 100_000);
        string[] command = Command("first", "second", "--seeds", "1");
        using Process process = Mmoe.Start(command);
        Task<Outcome> end = Mmoe.EndAsync(process);
        await UntilAsync(() => Events("second").Contains("epoch-completed", StringComparison.Ordinal), end);

        Outcome other = await Mmoe.RunAsync(command);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("MMOE7003 ", other.Messages, StringComparison.Ordinal);

        await Mmoe.RunOtherAsync("kill", $"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture));
        Outcome outcome = await end;
        Assert.Equal(signal == "INT" ? 130 : 137, outcome.ExitCode);
        await UntilAsync(() => Events("second").Contains("run-interrupted", StringComparison.Ordinal));

        Write("second", """{ "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [8] }] }""");
        Outcome again = await Mmoe.RunAsync(command);
        Assert.True(again.ExitCode == 0, again.Messages);
        Assert.Contains("1 run to do, 1 of 2 are finished", again.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_told_before_the_first_run()
    {
        Outcome one = await Mmoe.RunAsync(Command("first"));
        Assert.Equal(2, one.ExitCode);
        Assert.Contains("MMOE7001 compare: ", one.Messages, StringComparison.Ordinal);

        Outcome wrong = await Mmoe.RunAsync(Command("first", "second", "--set", "training.epochs=0"));
        Assert.Equal(2, wrong.ExitCode);
        Assert.Contains("MMOE1104 --set training.epochs: training.epochs: ", wrong.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder, "comparison")));
    }

    private async Task LookAsync(string file, int width, ColorScheme scheme)
    {
        await using IBrowserContext context = await _browser.NewContextAsync(width, scheme);
        IPage page = await context.NewPageAsync();
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        Assert.Empty(complaints);

        // For two tasks and two metrics dots and curves, and the parameters' bars.
        Assert.Equal(9, await page.Locator(".chart svg").CountAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth"));
        string[] links = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('td a')].map(link => decodeURI(new URL(link.href).pathname))");
        Assert.Equal(4, links.Length);
        Assert.All(links, link => Assert.True(File.Exists(link), link));
        Assert.Contains("not measured", await page.Locator("section", new() { HasText = "Verdicts of troubles" }).First.TextContentAsync(), StringComparison.Ordinal);
    }

    private static double Auc(string run) => JsonDocument.Parse(File.ReadLines(Path.Combine(run, "metrics.jsonl")).Last()).RootElement
        .GetProperty("test").GetProperty("click").GetProperty("auc").GetDouble();

    private static async Task UntilAsync(Func<bool> isSo, Task<Outcome>? end = null)
    {
        using var changed = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!isSo())
        {
            Assert.False(end is { IsCompleted: true }, end is { IsCompleted: true } ? end.Result.Messages : "");
            await changed.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>The events of the variant's run, as far as there is one. A folder that is being made has another name and is not looked into.</summary>
    private string Events(string variant)
    {
        string runs = Path.Combine(_folder, "comparison", "runs");
        return !Directory.Exists(runs) ? "" : string.Concat(Directory.EnumerateDirectories(runs, $"{variant}-seed*")
            .Select(run => Path.Combine(run, "metrics.jsonl")).Where(File.Exists).Select(File.ReadAllText));
    }

    private string[] Command(params string[] rest) =>
    [
        "compare", .. rest.Select(argument => File.Exists(Path.Combine(_folder, $"{argument}.json")) ? Path.Combine(_folder, $"{argument}.json") : argument),
        "--output", Path.Combine(_folder, "comparison"),
    ];

    private void Write(string name, string model, string probes = "", string learningRate = "0.01", int epochs = 1) => File.WriteAllText(
        Path.Combine(_folder, $"{name}.json"),
        $$"""
        {
          "run": { "name": "{{name}}" },
          "data": {
            "source": { "type": "funnel", "rows": 6000, "users": 50, "items": 30, "clickRate": 0.3, "conversionRate": 0.3 },
            "split": { "type": "modulo", "modulus": 10, "train": "0-6", "validation": "7", "test": "8-9" },
            "features": { "numeric": ["price"], "categorical": ["user", "item", "device", "hour"], "embeddingDimension": 4 },
            "cache": null
          },
          "tasks": [{ "name": "click", "type": "binary", "label": "click" }, { "name": "conversion", "type": "binary", "label": "conversion" }],
          "model": {{model}},
          "loss": { "type": "fixed" },
          "training": { "epochs": {{epochs}}, "batchSize": 1024, "optimizer": { "type": "adam", "learningRate": {{learningRate}} } }
          {{probes}}
        }
        """);
}
