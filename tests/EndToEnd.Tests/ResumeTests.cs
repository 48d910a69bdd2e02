using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>The real program, killed as a machine that loses its power would, and taken up again.</summary>
public sealed partial class ResumeTests(Workplace workplace) : IClassFixture<Workplace>
{
    /// <summary>All that draws at random, remembers or decides by the clock.</summary>
    private static readonly string[] Sets =
    [
        "training.epochs=4", "training.checkpoints.steps=5",
        """model.gate.regularizers=[{ "type": "dropout", "rate": 0.1 }, { "type": "freeze", "epoch": 3, "thawAfter": 1 }]""",
        """loss={ "type": "uncertainty" }""",
    ];

    [Fact]
    public async Task A_run_that_was_killed_again_and_again_ends_as_an_undisturbed_one()
    {
        RunReport undisturbed = await workplace.RunAsync([$"run.output={workplace.Folder}/undisturbed", .. Sets]);
        string runs = Path.Combine(workplace.Folder, "killed");
        string[] first = [.. workplace.ShortRun([$"run.output={runs}", .. Sets])];
        await KillAsync(first, runs, step: 5);
        string run = Directory.EnumerateDirectories(runs).Single();
        await KillAsync(["resume", run], runs, step: 30);
        Outcome end = await Mmoe.RunAsync("resume", run, "--format", "json");
        Assert.True(end.ExitCode == 0, end.Messages);
        Assert.Equal(undisturbed.Test, RunReport.Parse(end.Output).Test);
        Assert.Equal(Metrics(undisturbed.Run), Metrics(run));
        foreach (string file in new[] { "checkpoints/best.safetensors", "checkpoints/step-000000072/tensors.safetensors", "verdicts.json", "report.json" })
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(undisturbed.Run, file)), await File.ReadAllBytesAsync(Path.Combine(run, file)));
        }

        Outcome again = await Mmoe.RunAsync("resume", run, "--format", "json");
        Assert.Equal((0, undisturbed.Test), (again.ExitCode, RunReport.Parse(again.Output).Test));
        Assert.Contains("the run is finished; there is nothing to do.", again.Messages, StringComparison.Ordinal);
        foreach (string part in new[] { "intervals", "higherIsBetter" })
        {
            Assert.Equal(Part(end.Output, part), Part(again.Output, part));
        }

        Assert.Contains("true", Part(again.Output, "higherIsBetter"), StringComparison.Ordinal);

        static string Part(string output, string name) =>
            System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty(name).GetRawText();
    }

    /// <summary>Killed as soon as the rows that can't be used are written, before there is any checkpoint.</summary>
    [Fact]
    public async Task A_run_with_quarantine_that_was_killed_before_its_first_checkpoint_ends_as_an_undisturbed_one()
    {
        string folder = Directory.CreateDirectory(Path.Combine(workplace.Folder, "quarantined")).FullName;
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "rows.csv"),
            ["x,y", .. Enumerable.Range(0, 20_000).Select(row => row is 17 or 4_711 ? "none,1" : $"{row % 13},{row / 10 % 2}")]);
        string configuration = Path.Combine(folder, "run.json");
        await File.WriteAllTextAsync(
            configuration,
            """
            {
              "run": { "output": "killed" },
              "data": {
                "source": { "type": "csv", "path": "rows.csv" }, "features": { "numeric": ["x"] }, "cache": null,
                "onBadRow": { "policy": "quarantine" },
              },
              "tasks": [{ "type": "binary", "name": "y", "label": "y", "positive": "1" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "count": 2, "hidden": [4] }] },
              "training": { "epochs": 1, "batchSize": 8 },
            }
            """);
        Outcome undisturbed = await Mmoe.RunAsync("run", configuration, "--format", "json", "--set", $"run.output={folder}/undisturbed");
        Assert.True(undisturbed.ExitCode == 0, undisturbed.Messages);
        RunReport report = RunReport.Parse(undisturbed.Output);

        using Process process = Mmoe.Start("run", configuration);
        Task<Outcome> end = Mmoe.EndAsync(process);
        string runs = Path.Combine(folder, "killed");
        await UntilAsync(() => Directory.Exists(runs) && Directory.EnumerateFiles(runs, "quarantine.jsonl", SearchOption.AllDirectories).Any(), end);
        process.Kill();
        Assert.Equal(137, (await end).ExitCode);
        string run = Directory.EnumerateDirectories(runs).Single();
        Assert.Empty(Directory.EnumerateDirectories(Path.Combine(run, "checkpoints"), "step-*"));

        Outcome resumed = await Mmoe.RunAsync("resume", run, "--format", "json");
        Assert.True(resumed.ExitCode == 0, resumed.Messages);
        Assert.Equal(report.Test, RunReport.Parse(resumed.Output).Test);
        Assert.Equal(Metrics(report.Run).Replace(report.Run, run, StringComparison.Ordinal), Metrics(run));
        string[] quarantine = await File.ReadAllLinesAsync(Path.Combine(run, "quarantine.jsonl"));
        Assert.Equal(2, quarantine.Length);
        Assert.Equal(await File.ReadAllLinesAsync(Path.Combine(report.Run, "quarantine.jsonl")), quarantine);
    }

    [Fact]
    public async Task What_is_not_the_same_run_any_more_is_refused()
    {
        string runs = Path.Combine(workplace.Folder, "changed");
        await KillAsync([.. workplace.ShortRun($"run.output={runs}", "training.epochs=100", "probes=[]")], runs, step: 18);
        string run = Directory.EnumerateDirectories(runs).Single();
        string[] changed = ["resume", run, "--set", "training.optimizer.learningRate=0.02", "--set", "training.epochs=3"];
        Outcome refused = await Mmoe.RunAsync(changed);
        Assert.Collection(
            refused.Messages.TrimEnd().Split('\n')[1..],
            line => Assert.StartsWith("MMOE4302 training.epochs: 100 at the checkpoint, 3 now", line.Replace("error ", "", StringComparison.Ordinal), StringComparison.Ordinal),
            line => Assert.StartsWith(
                "MMOE4302 training.optimizer.learningRate: 0.01 at the checkpoint, 0.02 now", line.Replace("error ", "", StringComparison.Ordinal), StringComparison.Ordinal),
            line => Assert.Contains("MMOE4302 ", line, StringComparison.Ordinal));
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Outcome forced = await Mmoe.RunAsync([.. changed, "--force"]);
        Assert.True(forced.ExitCode == 0, forced.Messages);
        Assert.Contains("warning MMOE4302 training.epochs: 100 at the checkpoint, 3 now", forced.Messages, StringComparison.Ordinal);
        Assert.Contains("\"learningRate\": 0.02", await File.ReadAllTextAsync(Path.Combine(run, "config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_belongs_to_one_process()
    {
        string runs = Path.Combine(workplace.Folder, "owned");
        using Process process = Mmoe.Start(workplace.ShortRun($"run.output={runs}", "training.epochs=10000", "probes=[]"));
        Task<Outcome> end = Mmoe.EndAsync(process);
        await CheckpointAsync(runs, 1, end);
        string run = Directory.EnumerateDirectories(runs).Single();
        Outcome second = await Mmoe.RunAsync("resume", run);
        Assert.Equal(2, second.ExitCode);
        Assert.Contains("MMOE4007 ", second.Messages, StringComparison.Ordinal);
        process.Kill();
        await end;
    }

    [Fact]
    public async Task What_is_no_run_is_told()
    {
        Outcome outcome = await Mmoe.RunAsync("resume", workplace.Folder);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("MMOE4004 ", outcome.Messages, StringComparison.Ordinal);
    }

    /// <summary>Starts the program and kills it as soon as there is a checkpoint of a step or a later one.</summary>
    private static async Task KillAsync(string[] arguments, string runs, int step)
    {
        using Process process = Mmoe.Start(arguments);
        Task<Outcome> end = Mmoe.EndAsync(process);
        await CheckpointAsync(runs, step, end);
        process.Kill();
        Assert.Equal(137, (await end).ExitCode);
    }

    private static Task CheckpointAsync(string runs, int step, Task<Outcome> end) => UntilAsync(
        () => Directory.Exists(runs) && Directory.EnumerateDirectories(runs, "step-*", SearchOption.AllDirectories)
            .Any(folder => int.TryParse(folder[^9..], NumberStyles.None, CultureInfo.InvariantCulture, out int saved) && saved >= step),
        end);

    private static async Task UntilAsync(Func<bool> isThere, Task<Outcome> end)
    {
        using var changed = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!isThere())
        {
            Assert.False(end.IsCompleted, end.IsCompleted ? (await end).Messages : "");
            await changed.WaitForNextTickAsync();
        }
    }

    /// <summary>The metrics without times.</summary>
    private static string Metrics(string run) =>
        Times().Replace(File.ReadAllText(Path.Combine(run, "metrics.jsonl")), "");

    [GeneratedRegex("\"(time|seconds|samplesPerSecond|dataWaitSeconds|probeSeconds)\":[^,}]*,?")]
    private static partial Regex Times();
}
