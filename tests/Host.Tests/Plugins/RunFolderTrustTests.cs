using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using MmoePipeline.Host.Runtime;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;
using MmoePipeline.Runs.Plugins.DropIns;
using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>A run folder that somebody sent, with a plugin in it that its configuration names: nothing of it runs before the user names it, too.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RunFolderTrustTests : IDisposable
{
    private const string Rows = """{ "type": "funnel", "rows": 20, "users": 5, "items": 5, "clickRate": 0.5, "conversionRate": 0.5 }""";

    private readonly DropInPlace _place = new();

    private string Marker => Path.Combine(_place.Root, "marker");

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task No_command_runs_what_a_run_folder_brings()
    {
        string run = await SentAsync();
        string evil = Path.Combine(run, "x");
        string configuration = Path.Combine(run, "config.json");
        string output = Path.Combine(_place.Root, "out.csv");
        string[][] commands =
        [
            ["predict", run, Rows, "--output", output],
            ["validate", configuration],
            ["resume", run, "--force"],
            ["report", run],
            ["run", configuration, "--set", "training.epochs=1"],
            ["compare", configuration, Path.Combine(_place.Root, "small.json"), "--seeds", "1", "--set", "training.epochs=1",
                "--set", "training.batchSize=64", "--output", Path.Combine(_place.Root, "compared")],
            ["plugins", "--config", configuration],
            ["schema", "--config", configuration],
        ];
        foreach (string[] command in commands)
        {
            (int exitCode, _, string messages) = await ProgramProcess.RunAsync(command);
            Assert.False(File.Exists(Marker), $"{command[0]} ran the plugin");
            Assert.True(exitCode == 0, $"{command[0]}: {messages}");
            if (command[0] is not ("report" or "validate"))
            {
                Assert.Contains($"--plugins {Path.GetRelativePath(RepositoryFiles.PathOf(), evil)}", messages, StringComparison.Ordinal);
            }
        }

        // Named, it is loaded: what the others did not run would have run.
        (int named, _, string said) = await ProgramProcess.RunAsync(["predict", run, Rows, "--output", output, "--overwrite", "--plugins", evil]);
        Assert.True(named == 0, said);
        Assert.True(File.Exists(Marker));
    }

    /// <summary>What needs it is refused, with the way to allow it.</summary>
    [Fact]
    public async Task What_needs_the_plugin_is_refused_until_the_folder_is_trusted()
    {
        string run = await SentAsync();
        ProgramProcess.Edit(run, "model", "experts", JsonNode.Parse("""[{ "type": "faulty" }]""")!);
        (int exitCode, _, string messages) = await ProgramProcess.RunAsync("validate", Path.Combine(run, "config.json"));
        Assert.Equal(2, exitCode);
        Assert.Contains("MMOE_TRUSTED_PLUGINS", messages, StringComparison.Ordinal);
        Assert.False(File.Exists(Marker));
        (exitCode, _, messages) = await ProgramProcess.RunAsync(
            new Dictionary<string, string> { ["MMOE_TRUSTED_PLUGINS"] = run }, "validate", Path.Combine(run, "config.json"));
        Assert.True(exitCode == 0, messages);
        Assert.True(File.Exists(Marker));
        (exitCode, _, messages) = await ProgramProcess.RunAsync(
            new Dictionary<string, string> { ["MMOE_TRUSTED_PLUGINS"] = "here" }, "validate", Path.Combine(run, "config.json"));
        Assert.Equal(2, exitCode);
        Assert.Contains("MMOE_TRUSTED_PLUGINS: expected full paths", messages, StringComparison.Ordinal);
    }

    /// <summary>What lies in the working folder may have come with the run folder: it is not looked at by itself.</summary>
    [Fact]
    public void The_working_folder_is_no_drop_in_folder()
    {
        string? home = Environment.GetEnvironmentVariable("MMOE_HOME");
        Assert.Null(home);
        Assert.Equal(Path.Combine(AppContext.BaseDirectory, "plugins"), ProgramHome.DropInFolder);
    }

    [Theory]
    [InlineData("metrics.jsonl")]
    [InlineData("encoding.json")]
    [InlineData("log.txt")]
    public void What_a_run_left_marks_its_folder_and_those_below(string mark)
    {
        string below = Directory.CreateDirectory(Path.Combine(_place.Root, "run", "below")).FullName;
        string file = Path.Combine(below, "mine.json");
        File.WriteAllText(file, """{ "plugins": { "folders": ["x"] } }""");
        File.WriteAllText(Path.Combine(_place.Root, "run", "config.json"), "{}");
        Directory.CreateDirectory(Path.Combine(below, "x"));
        Assert.Empty(Sources(file).Untrusted);
        File.WriteAllText(Path.Combine(_place.Root, "run", mark), "");
        UntrustedFolder untrusted = Assert.Single(Sources(file).Untrusted);
        Assert.Equal(Path.Combine(below, "x"), untrusted.Folder);
        Assert.Equal([_place.Folder], Sources(file).Folders.AsEnumerable());

        // The command line is the user's own, whatever the file says.
        Assert.Empty(Sources(file, $"plugins.folders=[\"{below}/x\"]").Untrusted);
        Assert.Contains($"{below}/x", Sources(file, $"plugins.folders=[\"{below}/x\"]").Folders);
        Assert.Empty(PluginSources.Of(new PluginChoice([_place.Folder, $"{below}/x"]), ConfigurationTree.Read(file, [])).Untrusted);
    }

    private PluginSources Sources(string file, params string[] sets) =>
        PluginSources.Of(new PluginChoice([_place.Folder]), ConfigurationTree.Read(file, sets));

    /// <summary>A run that is not finished, whose configuration names a folder in it, with a plugin and a lock that fits.</summary>
    private async Task<string> SentAsync()
    {
        string run = await ProgramProcess.TrainAsync(_place.Root);
        string evil = Path.Combine(run, "x");
        Directory.CreateDirectory(Path.Combine(evil, "Evil"));
        DropInPlace.CompileInto(Path.Combine(evil, "Evil"), "Evil", DropInSources.Expert() + SmallPlugin.Arrival(Marker));
        PluginLock.Write(evil, DropInFolder.Read(evil, UnixGroups.Machine()).SelectMany(dropIn => dropIn.Files));
        ProgramProcess.Edit(run, "plugins", "folders", JsonNode.Parse("""["x"]""")!);
        ProgramProcess.Unfinish(run);
        return run;
    }
}
