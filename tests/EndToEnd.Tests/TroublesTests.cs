using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Troubles that are planted in the census run, and their cures.</summary>
public sealed class TroublesTests(Workplace workplace) : IClassFixture<Workplace>
{
    private static readonly string[] AllProbes =
        ["gates", "gate-stability", "gradient-conflict", "expert-learning", "sample-weights", "experts", "loss-scale"];

    private const string Collapsing = """model.gate.regularizers=[{ "type": "init", "deviation": 5 }]""";

    [Fact]
    public async Task A_collapsing_gate_is_found_and_the_suggested_setting_clears_it()
    {
        RunReport collapsed = await workplace.RunAsync(Collapsing);
        JsonElement verdict = Verdicts(collapsed).GetProperty("collapse");
        Assert.Equal("found", verdict.GetProperty("verdict").GetString());
        double worst = Gates(collapsed).Max();
        Assert.Equal(worst, verdict.GetProperty("value").GetDouble(), 1e-12);
        Assert.True(worst > verdict.GetProperty("threshold").GetDouble());

        JsonElement cure = Json(collapsed, "report.json").GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("trouble").GetString() == "collapse").GetProperty("cures")[0];
        RunReport cured = await workplace.RunAsync(
            Collapsing, $"{cure.GetProperty("path").GetString()}={cure.GetProperty("json").GetString()}");
        Assert.Equal("not-found", Verdicts(cured).GetProperty("collapse").GetProperty("verdict").GetString());
    }

    /// <summary>A squared number of people in its own unit beside a yes or no.</summary>
    [Fact]
    public async Task Losses_of_different_size_are_found_and_the_suggested_weighting_clears_them()
    {
        string[] apart =
        [
            """tasks.1={ "name": "people", "type": "regression", "label": "instance_weight" }""", """probes=[{ "type": "loss-scale" }]""",
            "training.epochs=2", """training.selection={ "metric": "loss" }""",
        ];
        RunReport drowned = await workplace.RunAsync(apart);
        JsonElement verdict = Verdicts(drowned).GetProperty("loss-scale");
        Assert.Equal("found", verdict.GetProperty("verdict").GetString());
        Assert.True(verdict.GetProperty("value").GetDouble() > 10);

        JsonElement cure = Json(drowned, "report.json").GetProperty("findings")[0].GetProperty("cures")[0];
        RunReport cured = await workplace.RunAsync(
            [.. apart, $"{cure.GetProperty("path").GetString()}={cure.GetProperty("json").GetString()}"]);
        Assert.Equal("not-found", Verdicts(cured).GetProperty("loss-scale").GetProperty("verdict").GetString());
    }

    /// <summary>
    /// A funnel whose later step is the opposite of its earlier one: the network can't have both, and each task asks the opposite of the other.
    /// </summary>
    [Fact]
    public async Task Labels_that_contradict_the_funnel_are_counted_and_their_tasks_are_in_a_tug_of_war()
    {
        RunReport report = await workplace.RunAsync(
            """
            tasks=[
              { "name": "rich", "type": "binary", "label": "income_50k", "positive": "50000+." },
              { "name": "poor", "type": "binary", "label": "income_50k", "positive": "- 50000." }
            ]
            """,
            """model={ "type": "esmm", "click": "rich", "conversion": "poor", "tower": { "hidden": [8] } }""",
            """probes=[{ "type": "gradient-conflict" }]""",
            "training.epochs=3");
        JsonElement verdict = Verdicts(report).GetProperty("tug-of-war");
        Assert.Equal("found", verdict.GetProperty("verdict").GetString());
        Assert.True(verdict.GetProperty("upper").GetDouble() < verdict.GetProperty("threshold").GetDouble());

        // Every row that is poor contradicts it.
        JsonElement data = Events(report).Single(line => line.GetProperty("event").GetString() == "data-encoded");
        JsonElement step = data.GetProperty("funnelContradictions")[0];
        foreach (string split in new[] { "training", "validation", "test" })
        {
            Assert.Equal(
                data.GetProperty("labels").GetProperty("poor").GetProperty(split).GetProperty("positives").GetInt64(), step.GetProperty(split).GetInt64());
        }

        Assert.Contains(data.GetProperty("remarks").EnumerateArray(), remark => remark.GetString()!.Contains("'poor'", StringComparison.Ordinal));
    }

    /// <summary>The census run as it is, but for two epochs.</summary>
    [CensusTheory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_healthy_run_alerts_nobody(int seed)
    {
        RunReport report = await workplace.RunAsync(
            $"data.source.path={CensusData.Name}", $"run.seed={seed}", "training.epochs=2", "training.batchSize=1024", "training.optimizer.learningRate=0.001",
            "model.experts.0.hidden=[64, 32]", "data.features.embeddingDimension=8",
            "probes=[" + string.Join(", ", AllProbes.Select(name => $$"""{ "type": "{{name}}" }""")) + "]");
        Assert.DoesNotContain(Events(report), line => line.GetProperty("event").GetString() == "alert");
        Assert.All(Verdicts(report).EnumerateObject().Skip(1), issue =>
            Assert.NotEqual("found", issue.Value.GetProperty("verdict").GetString()));

        // Two epochs are too few to say that gates don't swing.
        Assert.Equal("not-measured", Verdicts(report).GetProperty("instability").GetProperty("verdict").GetString());
        Assert.True(Events(report).Last().GetProperty("probeSeconds").GetDouble() > 0);
    }

    [Fact]
    public async Task What_no_probe_measures_is_not_said_to_be_well()
    {
        RunReport report = await workplace.RunAsync("probes=[]");
        Assert.Equal(
            ["formatVersion", "tug-of-war", "collapse", "instability", "loss-scale"], Verdicts(report).EnumerateObject().Select(member => member.Name));
        Assert.All(Verdicts(report).EnumerateObject().Skip(1), issue =>
            Assert.Equal("not-measured", issue.Value.GetProperty("verdict").GetString()));
    }

    private static IEnumerable<JsonElement> Events(RunReport report) =>
        File.ReadLines(Path.Combine(report.Run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement);

    private static JsonElement Verdicts(RunReport report) => Json(report, "verdicts.json");

    private static JsonElement Json(RunReport report, string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(report.Run, file))).RootElement;

    /// <summary>The shares of rows that one expert decides, gate by gate, in the last epoch's metrics.</summary>
    private static IEnumerable<double> Gates(RunReport report) =>
        Events(report)
            .Last(line => line.GetProperty("event").GetString() == "epoch-completed").GetProperty("probes").EnumerateObject()
            .Where(figure => figure.Name.EndsWith("/onOneExpert", StringComparison.Ordinal)).Select(figure => figure.Value.GetDouble());
}
