using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MmoePipeline.EndToEnd.Tests;

/// <summary>
/// A stranger with nothing but the packages: installs program and templates, makes a plugin of each kind that has a template, tests it, drops it in
/// and trains with it.
/// </summary>
[Collection(nameof(Builds))]
public sealed partial class TemplateTests(Workplace workplace) : IClassFixture<Workplace>
{
    private static readonly ImmutableArray<(string Template, string Name, string Plugin, string Tests)> Plugins =
    [
        ("mmoe-expert", "Plain", "plain", "PlainExpertsTests"),
        ("mmoe-gate-regularizer", "EvenGates", "even-gates", "EvenGatesRegularizerTests"),
        ("mmoe-loss-weighting", "Fair", "fair", "FairWeightingTests"),
        ("mmoe-probe", "PeakWeight", "peak-weight", "PeakWeightProbeTests"),

        // That of docs/write-a-plugin.md.
        ("mmoe-expert", "Wave", "wave", "WaveExpertsTests"),
    ];

    [Fact]
    public async Task Plugins_are_made_from_templates_tested_dropped_in_and_trained_with()
    {
        LocalFeed feed = await LocalFeed.PackAsync(workplace.Folder, "src/Abstractions", "src/Testing", "templates", "src/Host");
        string source = Path.Combine(workplace.Folder, "strangers");
        await feed.ConfigureAsync(source);
        string program = await feed.InstallToolAsync();
        string hive = Path.Combine(workplace.Folder, "hive");
        await MustAsync("dotnet", "new", "install", feed.Package("MmoePipeline.Templates"), "--debug:custom-hive", hive);
        foreach ((string template, string name, _, _) in Plugins)
        {
            await MustAsync("dotnet", "new", template, "--name", name, "--output", Path.Combine(source, name), "--debug:custom-hive", hive);
        }

        (string File, string Text)[] tutorial =
        [
            .. CodeBlock().Matches(await File.ReadAllTextAsync(Path.Combine(Mmoe.Repository, "docs", "write-a-plugin.md")))
                .Select(block => (block.Groups[1].Value, block.Groups[2].Value)),
        ];
        Assert.Equal(3, tutorial.Length);
        foreach ((string file, string text) in tutorial)
        {
            // A block replaces what the template made.
            string path = Path.Combine(source, "Wave", file);
            Assert.True(File.Exists(path), path);
            await File.WriteAllTextAsync(path, text);
        }

        string all = Path.Combine(source, "All.slnx");
        await File.WriteAllTextAsync(all, new XElement("Solution", Plugins.SelectMany(plugin => new[]
        {
            new XElement("Project", new XAttribute("Path", $"{plugin.Name}/{plugin.Name}/{plugin.Name}.csproj")),
            new XElement("Project", new XAttribute("Path", $"{plugin.Name}/{plugin.Name}.Tests/{plugin.Name}.Tests.csproj")),
        })).ToString());
        string dropIns = Path.Combine(workplace.Folder, "drop-ins");
        await MustAsync("dotnet", "build", all, "-t:Install", $"-p:MmoePluginsFolder={dropIns}", "-warnaserror");
        string tested = await MustAsync("dotnet", "test", all, "--no-build", "--logger", "console;verbosity=detailed");
        foreach ((_, string name, string plugin, string tests) in Plugins)
        {
            Assert.Contains($"Passed {name}.Tests.{tests}.Does_what_its_kind_promises", tested, StringComparison.Ordinal);
            string[] installed = [.. Directory.EnumerateFiles(Path.Combine(dropIns, name), "*.dll").Select(file => Path.GetFileName(file)!)];
            Assert.Equal([$"{name}.dll"], installed);
            string listed = await MustAsync(program, "plugins", plugin, "--plugins", dropIns);
            Assert.Contains($"{plugin}, ", listed, StringComparison.Ordinal);
            string trained = await MustAsync(
                program, "run", Path.Combine(source, name, "run.json"), "--plugins", dropIns, "--format", "json", "--set", "training.epochs=1");
            Assert.Contains("\"logLoss\"", trained, StringComparison.Ordinal);
        }

        // What the tutorial's last step says.
        await MustAsync(
            program, "run", Path.Combine(source, "Wave", "run.json"), "--plugins", dropIns, "--set", "model.experts.0.frequency=2");
    }

    [GeneratedRegex("^```csharp file=(.+)\n((?:.*\n)*?)```", RegexOptions.Multiline)]
    private static partial Regex CodeBlock();

    private static async Task<string> MustAsync(string program, params string[] arguments)
    {
        Outcome outcome = await Mmoe.RunOtherAsync(program, arguments);
        Assert.True(outcome.ExitCode == 0, $"{program} {string.Join(' ', arguments)}{Environment.NewLine}{outcome.Output}{outcome.Messages}");
        return outcome.Output;
    }
}
