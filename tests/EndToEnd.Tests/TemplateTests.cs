using System.Text.RegularExpressions;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>
/// A stranger with nothing but the packages: installs program and templates, makes the plugin of docs/write-a-plugin.md by its commands, and one of each
/// other kind that has a template, tests them, drops them in and trains with them.
/// </summary>
[Collection(nameof(Builds))]
public sealed partial class TemplateTests(LocalFeed feed, Workplace workplace) : IClassFixture<Workplace>
{
    private const string Tutorial = "Wave";

    private static readonly ImmutableArray<(string Template, string Name, string Plugin, string Tests)> Plugins =
    [
        ("mmoe-expert", Tutorial, "wave", "WaveExpertsTests"),
        ("mmoe-expert", "Plain", "plain", "PlainExpertsTests"),
        ("mmoe-gate-regularizer", "EvenGates", "even-gates", "EvenGatesRegularizerTests"),
        ("mmoe-loss-weighting", "Fair", "fair", "FairWeightingTests"),
        ("mmoe-probe", "PeakWeight", "peak-weight", "PeakWeightProbeTests"),
    ];

    private string Source => Path.Combine(workplace.Folder, "strangers");

    [Fact]
    public async Task Plugins_are_made_from_templates_tested_dropped_in_and_trained_with()
    {
        await feed.ConfigureAsync(Source);
        string program = await feed.InstallToolAsync(Source);
        string hive = Path.Combine(workplace.Folder, "hive");
        await LocalFeed.MustAsync("dotnet", "new", "install", feed.Package("MmoePipeline.Templates"), "--debug:custom-hive", hive);
        foreach ((string template, string name, _, _) in Plugins)
        {
            await LocalFeed.MustAsync("dotnet", "new", template, "--name", name, "--output", Path.Combine(Source, name), "--debug:custom-hive", hive);
        }

        await FollowTutorialAsync();
        foreach ((_, string name, _, _) in Plugins.Where(plugin => plugin.Name != Tutorial))
        {
            MoveIntoTutorial(name);
        }

        string tested = await LocalFeed.MustAsync(
            "dotnet", "test", PathOf(Tutorial, "Wave.Tests"), "-p:TreatWarningsAsErrors=true", "-p:MSBuildTreatWarningsAsErrors=true",
            "--logger", "console;verbosity=detailed");
        Assert.All(Plugins, plugin => Assert.Contains(
            $"Passed {plugin.Name}.Tests.{plugin.Tests}.Does_what_its_kind_promises", tested, StringComparison.Ordinal));

        await LocalFeed.MustAsync("dotnet", "build", PathOf(Tutorial, "Wave"), "-t:Install");
        string dropIns = PathOf(Tutorial, "plugins");
        Assert.Equal(["Wave.dll"], Directory.EnumerateFiles(Path.Combine(dropIns, "Wave"), "*.dll").Select(file => Path.GetFileName(file)));
        string listed = await LocalFeed.MustAsync(program, "plugins", "wave", "--plugins", dropIns);
        Assert.Contains("wave, expert: Waves: the sine of an affine map.", listed, StringComparison.Ordinal);
        Assert.Contains("How fast the waves swing", listed, StringComparison.Ordinal);
        await LocalFeed.MustAsync(
            program, "run", PathOf(Tutorial, "run.json"), "--plugins", dropIns, "--set", "model.experts.0.frequency=2");

        // Each template's configuration is right, and one run has them all.
        foreach ((_, string name, _, _) in Plugins)
        {
            await LocalFeed.MustAsync(program, "validate", PathOf(name, "run.json"), "--plugins", dropIns);
        }

        string trained = await LocalFeed.MustAsync(
            program, "run", PathOf("PeakWeight", "run.json"), "--plugins", dropIns, "--format", "json", "--set", "training.epochs=1",
            "--set", """model.experts=[{ "type": "plain" }]""", "--set", """model.gate.regularizers=[{ "type": "even-gates" }]""", "--set", "loss.type=fair");
        Assert.Contains("\"logLoss\"", trained, StringComparison.Ordinal);
    }

    /// <summary>The blocks of the page take the place of what the template made.</summary>
    private async Task FollowTutorialAsync()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(Mmoe.Repository, "docs", "write-a-plugin.md"));
        (string File, string Text)[] blocks = [.. CodeBlock().Matches(page).Select(block => (block.Groups[1].Value, block.Groups[2].Value))];
        Assert.Equal(3, blocks.Length);
        foreach ((string file, string text) in blocks)
        {
            string path = PathOf(Tutorial, file);
            Assert.True(File.Exists(path), path);
            await File.WriteAllTextAsync(path, text);
        }
    }

    /// <summary>The templates' projects differ in their names only, so one of them, with all sources, is built and tested for all.</summary>
    private void MoveIntoTutorial(string name)
    {
        foreach (string suffix in new[] { "", ".Tests" })
        {
            string folder = PathOf(name, name + suffix);
            string project = File.ReadAllText(Path.Combine(folder, $"{name}{suffix}.csproj"));
            Assert.Equal(
                File.ReadAllText(PathOf(Tutorial, Tutorial + suffix, $"{Tutorial}{suffix}.csproj")),
                project.Replace(name, Tutorial, StringComparison.Ordinal));
            foreach (string file in Directory.EnumerateFiles(folder, "*.cs"))
            {
                File.Move(file, PathOf(Tutorial, Tutorial + suffix, Path.GetFileName(file)));
            }
        }
    }

    private string PathOf(params string[] parts) => Path.Combine([Source, .. parts]);

    [GeneratedRegex("^```csharp file=(.+)\n((?:.*\n)*?)```", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
