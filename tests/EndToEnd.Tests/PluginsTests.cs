using System.Text.Json;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>Plugins of a stranger: a project outside of the solution, built against the contract and copied into a folder.</summary>
[Collection(nameof(Builds))]
public sealed class PluginsTests(StrangersPlugin stranger, Workplace workplace) : IClassFixture<StrangersPlugin>, IClassFixture<Workplace>
{
    [Fact]
    public async Task A_plugin_that_was_dropped_in_is_listed()
    {
        Outcome outcome = await Mmoe.RunAsync("plugins", "--plugins", stranger.DropInFolder, "--format", "json");
        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Messages));
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        JsonElement[] plugins = [.. json.RootElement.GetProperty("plugins").EnumerateArray()];
        JsonElement plugin = plugins.Single(element => element.GetProperty("name").GetString() == "sine");
        Assert.Equal(["kind", "name", "summary", "assembly"], plugin.EnumerateObject().Select(member => member.Name));
        Assert.Equal("expert", plugin.GetProperty("kind").GetString());
        Assert.Equal("Waves: the sine of an affine map.", plugin.GetProperty("summary").GetString());
        Assert.Equal(Path.Combine(stranger.DropInFolder, "Sine", "Sine.dll"), plugin.GetProperty("assembly").GetString());
        JsonElement dropIn = json.RootElement.GetProperty("dropIns").EnumerateArray().Single();
        Assert.Equal(["place", "state", "code", "reason", "plugins"], dropIn.EnumerateObject().Select(member => member.Name));
        Assert.Equal("loaded", dropIn.GetProperty("state").GetString());
        Assert.Equal("expert sine", dropIn.GetProperty("plugins").EnumerateArray().Single().GetString());
        Assert.Contains(plugins, element => element.GetProperty("name").GetString() == "mmoe");
    }

    [Fact]
    public async Task A_configuration_uses_it_and_its_options_are_checked()
    {
        string experts = "model.experts=[{ \"type\": \"sine\", \"count\": 3, \"width\": 8 }]";
        Outcome outcome = await Mmoe.RunAsync([.. workplace.ShortRun(experts), "--plugins", stranger.DropInFolder]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        Assert.InRange(RunReport.Parse(outcome.Output).Auc("marital"), 0.7, 1);

        string wrong = experts.Replace("\"count\": 3", "\"count\": 0, \"phase\": 1", StringComparison.Ordinal);
        Outcome refused = await Mmoe.RunAsync("validate", Mmoe.Census, "--set", wrong, "--plugins", stranger.DropInFolder);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(": model.experts.0.count: ", refused.Messages, StringComparison.Ordinal);
        Assert.Contains(": model.experts.0.phase: ", refused.Messages, StringComparison.Ordinal);
    }

    /// <summary>A configuration of the user's own names its plugins; what a run folder names is run where the user names it, too.</summary>
    [Fact]
    public async Task A_run_that_used_it_predicts_with_it()
    {
        RunReport report = await workplace.RunAsync(
            "model.experts=[{ \"type\": \"sine\", \"count\": 3, \"width\": 8 }]",
            $"plugins.folders=[{JsonSerializer.Serialize(stranger.DropInFolder)}]",
            "probes=[]");
        string output = Path.Combine(workplace.Folder, "sine.csv");
        string[] predict = ["predict", report.Run, CensusFile.FullPath, "--output", output];
        Outcome refused = await Mmoe.RunAsync(predict);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"add --plugins {Path.GetRelativePath(Mmoe.Repository, stranger.DropInFolder)} to the command", refused.Messages, StringComparison.Ordinal);
        Outcome outcome = await Mmoe.RunAsync([.. predict, "--plugins", stranger.DropInFolder]);
        Assert.True(outcome.ExitCode == 0, outcome.Messages);
        Assert.Equal(CensusFile.Lines().Count() + 1, File.ReadLines(output).Count());
    }

    [Fact]
    public async Task An_assembly_that_cannot_load_stops_only_who_needs_it()
    {
        string folder = Path.Combine(workplace.Folder, "broken");
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "Broken.dll");
        await File.WriteAllTextAsync(file, "this is no assembly");

        Outcome runs = await Mmoe.RunAsync([.. workplace.ShortRun(), "--plugins", folder]);
        Assert.Equal(0, runs.ExitCode);
        Assert.Matches("warning MMOE3007 .*Broken.dll: ", runs.Messages);

        Outcome stops = await Mmoe.RunAsync([.. workplace.ShortRun("model.experts.0.type=sine"), "--plugins", folder]);
        Assert.Equal(2, stops.ExitCode);
        Assert.Matches("MMOE1112 .*: model.experts.[0-9]+.type: ", stops.Messages);
        Assert.Matches("MMOE3007 .*Broken.dll: ", stops.Messages);
    }

    [Fact]
    public async Task The_schema_has_it()
    {
        Outcome outcome = await Mmoe.RunAsync("schema", "--plugins", stranger.DropInFolder);
        Assert.Equal(0, outcome.ExitCode);
        using JsonDocument schema = JsonDocument.Parse(outcome.Output);
        JsonElement sine = schema.RootElement.GetProperty("$defs").GetProperty("expert").GetProperty("oneOf").EnumerateArray()
            .Single(plugin => plugin.GetProperty("properties").GetProperty("type").GetProperty("const").GetString() == "sine");
        Assert.Equal(3, sine.GetProperty("properties").GetProperty("count").GetProperty("default").GetInt32());
    }
}
