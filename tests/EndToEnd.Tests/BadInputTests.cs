using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

public sealed class BadInputTests(Workplace workplace) : IClassFixture<Workplace>
{
    [Theory]
    [InlineData("run --frobnicate", "MMOE1001 run: ")]
    [InlineData("run configs/cenus.json", "MMOE1201 configs/cenus.json: ")]
    [InlineData("frobnicate", "MMOE1001 ")]
    [InlineData("plugins gatez", "MMOE3020 NAME: ")]
    [InlineData("run configs/census.json --set training.epochs=0", "MMOE1104 --set training.epochs: training.epochs: ")]
    public async Task A_wrong_command_is_reported(string command, string message)
    {
        ArgumentNullException.ThrowIfNull(command);
        Outcome outcome = await Mmoe.RunAsync(command.Split(' '));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", outcome.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("data.source.path=data/census-incme.csv.gz", "MMOE2101 data/census-incme.csv.gz: ")]
    [InlineData("data.features.numeric.0=aeg", "MMOE2401 data.features.numeric.0: ")]
    [InlineData("data.features={ \"numeric\": [\"education\"] }", "census-income.csv.gz:1: education: ")]
    [InlineData("tasks.0.positive=50000+", "MMOE2408 tasks.0 (income): ")]
    [InlineData("data.split={ \"type\": \"modulo\", \"modulus\": 1000000, \"train\": \"0-6\", \"validation\": \"7\", \"test\": \"999999\" }", "MMOE2403 data.split.test: ")]
    [InlineData("tasks.1.name=income", "MMOE5205 tasks.1.name: ")]
    [InlineData("training.selection.metric=acu", "MMOE5202 training.selection.metric: ")]
    [InlineData("training.selection.metric=calibration", "MMOE5203 training.selection.metric: ")]
    [InlineData("tasks.0.weight=instance_wieght", "MMOE2401 tasks.0.weight: ")]
    [InlineData("training.selection.tasks=[\"incom\"]", "MMOE5201 training.selection.tasks: ")]
    [InlineData("loss.weights.incom=2", "MMOE1301 loss.weights.incom: ")]
    [InlineData("model.experts.1={ \"type\": \"mlp\", \"hidden\": [16] }", "MMOE1303 model.experts.1: ")]
    [InlineData("run.device=cuda", "MMOE5101 run.device: ")]
    public async Task What_shows_only_with_the_data_is_reported_and_nothing_is_left(string set, string message)
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
    [InlineData("loss={ \"type\": \"pcgrad\" }", "MMOE5207 training.optimizer: ")]
    [InlineData("training.gradientClipping=1", "MMOE5207 training.gradientClipping: ")]
    [InlineData("training.groups=[{ \"parameters\": \"model.embeding.*\" }]", "MMOE5206 training.groups.0.parameters: ")]
    public async Task What_does_not_fit_the_optimizer_is_refused(string set, string message)
    {
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun(
            "training.optimizer={ \"type\": \"lazy-adam\" }", set, $"run.output={workplace.Folder}/none"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreadable_gzip_is_reported()
    {
        string file = Path.Combine(workplace.Folder, "rows.csv.gz");
        await File.WriteAllTextAsync(file, "no gzip at all");
        Outcome outcome = await Mmoe.RunAsync(workplace.ShortRun($"data.source.path={file}"));
        Assert.Equal(2, outcome.ExitCode);
        Assert.Matches("^MMOE2113 .*rows.csv.gz: ", outcome.Messages);
    }

    [Fact]
    public async Task Five_mistakes_are_five_located_errors()
    {
        string file = Path.Combine(workplace.Folder, "five.json");
        string text = (await File.ReadAllTextAsync(Mmoe.Census)).Replace(CensusData.Name, CensusFile.FullPath, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text
            .Replace("\"seed\": 0", "\"sede\": 0", StringComparison.Ordinal)
            .Replace("\"modulus\": 10", "\"modulus\": \"ten\"", StringComparison.Ordinal)
            .Replace("\"count\": 8", "\"count\": 0", StringComparison.Ordinal)
            .Replace("\"type\": \"fixed\"", "\"type\": \"fixd\"", StringComparison.Ordinal)
            .Replace("\"label\": \"marital_stat\", ", "", StringComparison.Ordinal));
        Outcome outcome = await Mmoe.RunAsync("validate", file);
        Assert.Equal(2, outcome.ExitCode);
        string[] errors = outcome.Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        (string Code, string Path, string Detail)[] expected =
        [
            ("MMOE1102", "run.sede", "seed"),
            ("MMOE1101", "data.split.modulus", "ten"),
            ("MMOE1103", "tasks.1.label", ""),
            ("MMOE1104", "model.experts.0.count", "4096"),
            ("MMOE1112", "loss.type", "'fixed'"),
        ];
        Assert.Equal(expected.Length, errors.Length);
        foreach ((string error, (string code, string path, string detail)) in errors.Zip(expected))
        {
            Assert.Matches($@"^{code} {System.Text.RegularExpressions.Regex.Escape(file)}:\d+:\d+: {path}: ", error);
            Assert.Contains(detail, error, StringComparison.Ordinal);
        }

        Outcome asJson = await Mmoe.RunAsync("validate", file, "--format", "json");
        Assert.Equal(2, asJson.ExitCode);
        using JsonDocument json = JsonDocument.Parse(asJson.Output);
        Assert.False(json.RootElement.GetProperty("valid").GetBoolean());
        JsonElement[] problems = [.. json.RootElement.GetProperty("problems").EnumerateArray()];
        Assert.Equal(5, problems.Length);
        Assert.All(problems, problem => Assert.Equal("file", problem.GetProperty("origin").GetString()));
        Assert.Equal(expected.Select(problem => problem.Code), problems.Select(problem => problem.GetProperty("code").GetString()));
        JsonElement count = problems[3];
        Assert.Equal(
            ("0", "must be at least 1 and at most 4096", "The number of experts in the bank."),
            (count.GetProperty("seen").GetString(), count.GetProperty("rule").GetString(), count.GetProperty("summary").GetString()));
    }

    [CensusFact]
    public async Task The_census_run_is_valid()
    {
        Outcome outcome = await Mmoe.RunAsync("validate", "configs/census.json");
        Assert.Equal(("configs/census.json: valid\n", 0), (outcome.Output, outcome.ExitCode));
    }

    [Fact]
    public async Task The_flights_run_is_valid()
    {
        Outcome outcome = await Mmoe.RunAsync("validate", "configs/flights.json");
        Assert.Equal(("configs/flights.json: valid\n", 0), (outcome.Output, outcome.ExitCode));
    }
}
