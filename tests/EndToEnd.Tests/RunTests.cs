using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class RunTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Fact]
    public async Task A_run_prints_its_result_and_leaves_its_folder()
    {
        RunReport report = await SharedRun.GetAsync();
        Assert.Equal(
            ["run", "epochs", "bestEpoch", "seconds", "parameters", "test", "intervals", "higherIsBetter"],
            report.Json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, report.Json.GetProperty("epochs").GetInt32());
        Assert.Equal(1, report.Json.GetProperty("bestEpoch").GetInt32());
        foreach (string task in new[] { "income", "marital" })
        {
            Assert.InRange(report.Auc(task), 0.7, 1);
            Assert.InRange(report.Json.GetProperty("test").GetProperty(task).GetProperty("logLoss").GetDouble(), 0, 0.7);
        }

        Assert.Equal(
            ["checkpoints", "config.json", "encoding.json", "log.txt", "metrics.jsonl", "report.html", "report.json", "tensorboard", "verdicts.json"],
            Directory.EnumerateFileSystemEntries(report.Run).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(Path.Combine(report.Run, "checkpoints", "best.safetensors")));
        Assert.Contains(Directory.EnumerateFiles(Path.Combine(report.Run, "tensorboard")), file => Path.GetFileName(file).Contains("tfevents", StringComparison.Ordinal));
        JsonElement[] events = [.. File.ReadLines(Path.Combine(report.Run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(
            ["run-started", "data-encoded", "checkpoint-written", "epoch-completed", "run-completed"],
            events.Select(line => line.GetProperty("event").GetString()));
        JsonElement epoch = events[3];
        double weights = Enumerable.Range(0, 8).Sum(expert => epoch.GetProperty("probes").GetProperty($"gates/income/weight/{expert}").GetDouble());
        Assert.Equal(1, weights, 1e-4);
        Assert.InRange(epoch.GetProperty("probes").GetProperty("gates/marital/entropy").GetDouble(), 0, Math.Log(8));

        // The network's size, counted by hand: embeddings, experts, gates, towers.
        using JsonDocument config = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(report.Run, "config.json")));
        int fields = config.RootElement.GetProperty("data").GetProperty("features").GetProperty("categorical").GetArrayLength();
        int width = (fields * 4) + 7;
        int rest = (8 * ((width * 8) + 8)) + (2 * ((width * 8) + 8)) + (2 * ((8 * 16) + 16 + 16 + 1));
        int embeddings = report.Json.GetProperty("parameters").GetInt32() - rest;
        Assert.True(embeddings > 0 && embeddings % 4 == 0, $"{embeddings} values are left for embeddings of length 4");
    }

    [Fact]
    public async Task The_same_run_twice_gives_the_same_bits_and_another_seed_others()
    {
        string gate = "model.gate={ \"regularizers\": [{ \"type\": \"dropout\", \"rate\": 0.2 }] }";
        RunReport first = await workplace.RunAsync(gate);
        RunReport second = await workplace.RunAsync(gate);
        RunReport other = await workplace.RunAsync(gate, "run.seed=99");
        Assert.Equal(first.Test, second.Test);
        Assert.NotEqual(first.Test, other.Test);
        Assert.Equal(
            await File.ReadAllBytesAsync(Path.Combine(first.Run, "checkpoints", "best.safetensors")),
            await File.ReadAllBytesAsync(Path.Combine(second.Run, "checkpoints", "best.safetensors")));
    }

    [Theory]
    [InlineData("model.type=shared-bottom")]
    [InlineData(
        "loss.type=uncertainty",
        "model.gate={ \"hidden\": [8], \"regularizers\": [{ \"type\": \"temperature\", \"scale\": 2 }, { \"type\": \"dropout\", \"rate\": 0.1 }] }")]
    public async Task A_variation_runs_and_its_resolved_configuration_reproduces_it(params string[] sets)
    {
        RunReport first = await workplace.RunAsync(sets);
        Outcome outcome = await Mmoe.RunAsync("run", Path.Combine(first.Run, "config.json"), "--format", "json");
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        RunReport again = RunReport.Parse(outcome.Output);
        Assert.Equal(first.Test, again.Test);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(first.Run, "config.json")),
            await File.ReadAllTextAsync(Path.Combine(again.Run, "config.json")));
    }

    [Fact]
    public async Task Patience_ends_a_run_whose_score_does_not_improve()
    {
        // A network that learns nothing: the first epoch stays the best.
        RunReport report = await workplace.RunAsync(
            "training.epochs=9", "training.patience=2", "training.optimizer.learningRate=1e-30");
        Assert.Equal(3, report.Json.GetProperty("epochs").GetInt32());
        Assert.Equal(1, report.Json.GetProperty("bestEpoch").GetInt32());
    }

    [Fact]
    public async Task A_run_for_a_person_ends_in_a_table()
    {
        Outcome outcome = await Mmoe.RunAsync([.. workplace.ShortRun().Where(argument => argument is not ("--format" or "json"))]);
        Assert.Equal(0, outcome.ExitCode);
        Assert.Contains("│ income ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("test auc", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("epoch 1/1  loss income ", outcome.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", outcome.Messages, StringComparison.Ordinal);
    }

    /// <summary>A line from 1 to 0 over the steps of three epochs: at their ends it is at about 2/3, 1/3 and exactly 0.</summary>
    [Fact]
    public async Task The_learning_rate_of_a_schedule_is_among_the_metrics()
    {
        RunReport report = await workplace.RunAsync("training.epochs=3", """training.schedule={ "type": "linear" }""");
        double[] factors =
        [
            .. File.ReadLines(Path.Combine(report.Run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
                .Where(line => line.GetProperty("event").GetString() == "epoch-completed")
                .Select(line => line.GetProperty("learningRateFactor").GetDouble()),
        ];
        Assert.Equal(3, factors.Length);
        Assert.Equal(2.0 / 3, factors[0], 0.02);
        Assert.Equal(1.0 / 3, factors[1], 0.02);
        Assert.Equal(0, factors[2], 1e-12);
    }

    [Fact]
    public async Task Training_that_diverges_fails_and_says_so()
    {
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun("training.optimizer.learningRate=1000", "training.epochs=3", "loss={ \"type\": \"fixed\", \"weights\": { \"income\": 1e38 } }"));
        Assert.Equal(1, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains("MMOE5001 epoch 1, after step 1: ", outcome.Messages, StringComparison.Ordinal);
    }
}
