using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class BadInputTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Theory]
    [InlineData("run --frobnicate", "There is no option '--frobnicate'")]
    [InlineData("run configs/cenus.json", "configs/cenus.json: there is no such file; did you mean 'configs/census.json'?")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("plugins gatez", "there is no plugin 'gatez'; did you mean 'gates'?")]
    [InlineData("run configs/census.json --set training.epochs=0", "--set training.epochs: training.epochs: is 0, must be at least 1 and at most 100000")]
    public async Task A_wrong_command_is_told(string command, string message)
    {
        ArgumentNullException.ThrowIfNull(command);
        Outcome outcome = await Mmoe.RunAsync(command.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.source.path=data/census-incme.csv.gz", "there is no such file; did you mean 'census-income.csv.gz'?")]
    [InlineData("data.features.numeric.0=aeg", "data.features.numeric.0: ")]
    [InlineData("data.features={ \"numeric\": [\"education\"] }", "data/census-income.csv.gz:1: education: expected a number, found '1st 2nd 3rd or 4th grade'")]
    [InlineData("tasks.0.positive=50000+", "of the training rows, no row has the positive label '50000+'; income_50k is '- 50000.' or '50000+.'.")]
    [InlineData("data.split={ \"modulus\": 1000000, \"train\": \"0-6\", \"validation\": \"7\", \"test\": \"999999\" }", "data.split.test: no row of ")]
    [InlineData("tasks.1.name=income", "tasks.1.name: is 'income', as is tasks.0; every task needs a name of its own.")]
    [InlineData("training.selection.metric=acu", "training.selection.metric: task 'income' has no metric 'acu'; its metrics are auc, logLoss, calibration, expectedCalibrationError, loss.")]
    [InlineData("training.selection.metric=calibration", "training.selection.metric: neither the highest nor the lowest 'calibration' is the best one; choose another metric.")]
    [InlineData("tasks.0.weight=instance_wieght", "tasks.0.weight: data/census-income.csv.gz has no column 'instance_wieght'; did you mean 'instance_weight'?")]
    [InlineData("training.selection.tasks=[\"incom\"]", "training.selection.tasks: there is no task 'incom'; the tasks are income, marital.")]
    [InlineData("loss.weights.incom=2", "loss.weights.incom: no such task; the tasks are income, marital.")]
    [InlineData("model.experts.1={ \"type\": \"mlp\", \"hidden\": [16] }", "model.experts.1: its experts give 16 values, those of model.experts.0 give 8")]
    [InlineData("run.device=cuda", "run.device: is cuda, but libtorch sees no CUDA device")]
    public async Task What_shows_only_with_the_data_is_told_and_nothing_is_left(string set, string message)
    {
        string runs = Path.Combine(workplace.Folder, Guid.NewGuid().ToString("N"));
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun(set, $"run.output={runs}"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Equal("", outcome.Output);
        Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Messages, StringComparison.Ordinal);
        Assert.False(Directory.Exists(runs));
    }

    [Theory]
    [InlineData("loss={ \"type\": \"pcgrad\" }", "training.optimizer: 'lazy-adam' moves the rows of sparse gradients, and 'pcgrad' combines the tasks' gradients as a whole")]
    [InlineData("training.gradientClipping=1", "training.gradientClipping: ")]
    [InlineData("training.groups=[{ \"parameters\": \"model.embeding.*\" }]", "training.groups.0.parameters: 'model.embeding.*' matches no parameter; their names begin with ")]
    public async Task What_does_not_fit_the_optimizer_is_refused(string set, string message)
    {
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun(
            "training.optimizer={ \"type\": \"lazy-adam\" }", set, $"run.output={workplace.Folder}/none"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_gzip_is_told()
    {
        string file = Path.Combine(workplace.Folder, "rows.csv.gz");
        await File.WriteAllTextAsync(file, "no gzip at all");
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun($"data.source.path={file}"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains("rows.csv.gz: is damaged: ", outcome.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_mistakes_are_five_located_errors()
    {
        string file = Path.Combine(workplace.Folder, "five.json");
        string text = await File.ReadAllTextAsync(Mmoe.Census);
        await File.WriteAllTextAsync(file, text
            .Replace("\"seed\": 0", "\"sede\": 0", StringComparison.Ordinal)
            .Replace("\"modulus\": 10", "\"modulus\": \"ten\"", StringComparison.Ordinal)
            .Replace("\"count\": 8", "\"count\": 0", StringComparison.Ordinal)
            .Replace("\"type\": \"fixed\"", "\"type\": \"fixd\"", StringComparison.Ordinal)
            .Replace("\"label\": \"marital_stat\", ", "", StringComparison.Ordinal));
        Outcome outcome = await Mmoe.RunAsync("validate", file);
        Assert.Equal(2, outcome.ExitCode);
        string[] errors = outcome.Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] expected =
        [
            "run.sede: unknown key; this section has name, seed, output, device, predictions; did you mean 'seed'?",
            "data.split.modulus: is \"ten\", a whole number is due",
            "tasks.1.label: is missing",
            "model.experts.0.count: is 0, must be at least 1 and at most 4096",
            "loss.type: there is no loss-weighting \"fixd\"; loaded are aligned-mtl, cagrad, db-mtl, dwa, excess, fairgrad, famo, fixed, gls, graddrop, gradnorm, gradvac, imtl, magnitude, mgda, moco, modo, nash-mtl, pcgrad, rlw, sdmgrad, stch, uncertainty, upgrad; did you mean 'fixed'?",
        ];
        Assert.Equal(expected.Length, errors.Length);
        foreach ((string error, string message) in errors.Zip(expected))
        {
            Assert.Matches($@"^{System.Text.RegularExpressions.Regex.Escape(file)}:\d+:\d+: ", error);
            Assert.Contains(message, error, StringComparison.Ordinal);
        }

        Outcome asJson = await Mmoe.RunAsync("validate", file, "--format", "json");
        Assert.Equal(2, asJson.ExitCode);
        using JsonDocument json = JsonDocument.Parse(asJson.Output);
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        JsonElement[] problems = [.. json.RootElement.GetProperty("problems").EnumerateArray()];
        Assert.Equal(5, problems.Length);
        Assert.All(problems, problem => Assert.Equal("file", problem.GetProperty("origin").GetString()));
        JsonElement count = problems[3];
        Assert.Equal(
            ("0", "must be at least 1 and at most 4096", "The number of experts in the bank."),
            (count.GetProperty("seen").GetString(), count.GetProperty("rule").GetString(), count.GetProperty("summary").GetString()));
    }

    [Fact]
    public async Task The_census_run_is_valid()
    {
        Outcome outcome = await Mmoe.RunAsync("validate", "configs/census.json");
        Assert.Equal(("configs/census.json: valid\n", 0), (outcome.Output, outcome.ExitCode));
    }
}
