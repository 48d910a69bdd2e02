using System.Text.Json;
using System.Text.RegularExpressions;
using MmoePipeline.Host.Documentation;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Documentation;

public sealed partial class DocumentationTests
{
    /// <summary>A claim in the documentation is worth as much as the test that is named for it.</summary>
    [Theory]
    [InlineData("features.md", 15)]
    [InlineData("options.md", 20)]
    [InlineData("plugins.md", 20)]
    public void Every_test_that_a_page_names_exists(string page, int atLeast)
    {
        string sources = string.Join('\n', Directory
            .EnumerateFiles(RepositoryFiles.PathOf("tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetFileNameWithoutExtension(file)}.cs\n{File.ReadAllText(file)}"));
        (string Class, string Method)[] named =
        [
            .. TestName().Matches(File.ReadAllText(RepositoryFiles.PathOf("docs", page)))
                .Select(match => (match.Groups[1].Value, match.Groups[2].Value)),
        ];
        Assert.True(named.Length > atLeast, $"{named.Length} tests are named");
        Assert.DoesNotContain(named, test => !sources.Contains($" {test.Method}(", StringComparison.Ordinal)
            || !sources.Contains($" class {test.Class}", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_inside_of_the_documentation_leads_somewhere()
    {
        string[] pages =
        [
            RepositoryFiles.PathOf("README.md"),
            .. Directory.EnumerateFiles(RepositoryFiles.PathOf("docs"), "*.md", SearchOption.AllDirectories),
        ];
        Assert.DoesNotContain(
            pages.SelectMany(page => Link().Matches(File.ReadAllText(page)).Select(match => (page, target: match.Groups[1].Value))),
            link => !link.target.Contains("://", StringComparison.Ordinal)
                && !Path.Exists(Path.Combine(Path.GetDirectoryName(link.page)!, link.target)));
    }

    [Fact]
    public void The_page_of_licences_names_every_locked_package()
    {
        string page = File.ReadAllText(RepositoryFiles.PathOf("docs", "licences.md"));
        string[] missing =
        [
            .. Directory.EnumerateFiles(RepositoryFiles.PathOf(), "packages.lock.json", SearchOption.AllDirectories)
                .SelectMany(file => JsonElement.Parse(File.ReadAllText(file)).GetProperty("dependencies").EnumerateObject())
                .SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").GetString() != "Project")
                .Select(package => $"| {package.Name} | {package.Value.GetProperty("resolved").GetString()} |")
                .Distinct()
                .Where(package => !page.Contains(package, StringComparison.Ordinal)),
        ];
        Assert.True(missing.Length == 0, $"docs/licences.md is stale, eng/licences.py renews it: {string.Join(' ', missing)}");
    }

    [Fact]
    public void The_committed_pages_are_those_of_the_built_in_plugins()
    {
        string folder = RepositoryFiles.PathOf("docs", "plugins");
        ImmutableSortedDictionary<string, string> due = PluginPages.Of(
            PluginLoader.Load("none").Plugins.Select(plugin => plugin.Descriptor));
        var committed = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToImmutableSortedDictionary(
            file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllText, StringComparer.Ordinal);
        Assert.True(
            due.SequenceEqual(committed),
            "docs/plugins is stale; rm -r docs/plugins && ./mmoe plugins --plugins none --pages docs/plugins renews it.");
    }

    [Fact]
    public void Every_plugin_tells_when_to_use_it() => Assert.Empty(
        PluginLoader.Load("none").Plugins.Select(plugin => plugin.Descriptor)
            .Where(plugin => plugin.Summary.Length is 0 or > 140 || !plugin.Remarks.Contains("When to use it", StringComparison.Ordinal))
            .Select(plugin => $"{plugin.Kind} {plugin.Name}: {plugin.Summary.Length} characters of summary"));

    [GeneratedRegex("`([A-Z][A-Za-z]+Tests)\\.([A-Z][A-Za-z0-9_]+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\]\(([^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();
}
