using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Troubles that are planted in the census run, and their cures.</summary>
public sealed class TroublesTests(Workplace workplace) : IClassFixture<Workplace>
{
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

    [Fact]
    public async Task What_no_probe_measures_is_not_said_to_be_well()
    {
        RunReport report = await workplace.RunAsync("probes=[]");
        Assert.Equal(
            ["tug-of-war", "collapse", "instability", "loss-scale"], Verdicts(report).EnumerateObject().Select(trouble => trouble.Name));
        Assert.All(Verdicts(report).EnumerateObject(), trouble =>
            Assert.Equal("not-measured", trouble.Value.GetProperty("verdict").GetString()));
    }

    private static JsonElement Verdicts(RunReport report) => Json(report, "verdicts.json");

    private static JsonElement Json(RunReport report, string file) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(report.Run, file))).RootElement;

    /// <summary>The shares of rows that one expert decides, gate by gate, in the last epoch's metrics.</summary>
    private static IEnumerable<double> Gates(RunReport report) =>
        File.ReadLines(Path.Combine(report.Run, "metrics.jsonl")).Select(line => JsonDocument.Parse(line).RootElement)
            .Last(line => line.GetProperty("event").GetString() == "epoch-completed").GetProperty("probes").EnumerateObject()
            .Where(figure => figure.Name.EndsWith("/onOneExpert", StringComparison.Ordinal)).Select(figure => figure.Value.GetDouble());
}
