using System.Text;
using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Options of an included record are those of the section that it is included in.</summary>
public sealed class IncludedOptionsTests
{
    private static readonly string[] Keys =
        ["first", "learningRate", "beta1", "beta2", "epsilon", "middle", "lowest", "password", "highest", "last"];

    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    [Fact]
    public void They_are_read_from_the_section_and_keep_their_defaults()
    {
        IncludingOptions options = Bind("""{ "first": "a", "beta1": 0.5, "middle": 4, "lowest": 2, "highest": 3 }""", out ImmutableArray<ConfigurationProblem> problems)!;
        Assert.Empty(problems);
        Assert.Equal(
            new IncludingOptions { First = "a", Step = new() { Beta1 = 0.5 }, Middle = 4, Limits = new() { Lower = new() { Lowest = 2 }, Highest = 3 } }, options);
    }

    [Fact]
    public void Their_keys_are_in_the_place_of_the_property()
    {
        Assert.Equal(Keys, IncludingOptions.Descriptor.Options.Select(option => option.Key));
        Assert.Equal(["first", "highest"], IncludingOptions.Descriptor.Options.Where(option => option.IsRequired).Select(option => option.Key));
        Assert.Equal("0.999", IncludingOptions.Descriptor.Options.Single(option => option.Key == "beta2").Default);
        Assert.Equal("The upper limit.", IncludingOptions.Descriptor.Options.Single(option => option.Key == "highest").Summary);

        IncludingOptions options = Bind("""{ "first": "a", "highest": 1 }""", out _)!;
        using JsonDocument written = JsonDocument.Parse(OptionsWriter.ToJson(OptionForms.Section<IncludingOptions>(), options));
        Assert.Equal(Keys, written.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal(options, Bind(written.RootElement.GetRawText(), out _));
    }

    [Theory]
    [InlineData("""{ "first": "a", "highest": 1, "beta1": 1 }""", "beta1", "1")]
    [InlineData("""{ "first": "a", "highest": 1, "lowest": "x" }""", "lowest", "\"x\"")]
    [InlineData("""{ "first": "a", "highest": 1, "step": {} }""", "step", "step")]
    [InlineData("""{ "first": "a" }""", "highest", null)]
    [InlineData("""{ "first": "a", "highest": 1, "lowest": 2 }""", "lowest", "2")]
    [InlineData("""{ "first": "a", "highest": 2 }""", "highest", "2")]
    public void A_mistake_is_reported_once_at_its_place(string json, string path, string? seen)
    {
        Assert.Null(Bind(json, out ImmutableArray<ConfigurationProblem> problems));
        ConfigurationProblem problem = Assert.Single(problems);
        Assert.Equal((path, seen), (problem.Path, problem.Seen));
    }

    [Fact]
    public void An_unknown_key_is_reported_with_the_keys_of_all_records()
    {
        Bind("""{ "first": "a", "highest": 1, "beta3": 0.5 }""", out ImmutableArray<ConfigurationProblem> problems);
        ConfigurationProblem problem = Assert.Single(problems);
        Assert.Contains(problem.DidYouMean, new[] { "beta1", "beta2" });
        Assert.All(Keys, key => Assert.Contains(key, problem.Rule, StringComparison.Ordinal));
    }

    /// <summary>Rules over several options run where each option alone is valid: those of all records, or of none.</summary>
    [Fact]
    public void Rules_of_all_records_wait_for_the_whole_section()
    {
        Bind("""{ "first": "a", "highest": 20, "lowest": 30 }""", out ImmutableArray<ConfigurationProblem> both);
        Assert.Equal(["highest", "lowest"], both.Select(problem => problem.Path).Order(StringComparer.Ordinal));
        Bind("""{ "first": "a", "highest": 20, "lowest": 30, "last": "x" }""", out ImmutableArray<ConfigurationProblem> one);
        Assert.Equal(["last"], one.Select(problem => problem.Path));
    }

    [Fact]
    public void A_secret_of_an_included_record_is_not_shown()
    {
        Bind("""{ "first": "a", "highest": 1, "password": "open sesame", "middle": 0 }""", out ImmutableArray<ConfigurationProblem> problems);
        Assert.Equal("middle", Assert.Single(problems).Path);
        Assert.DoesNotContain("open sesame", string.Concat(problems), StringComparison.Ordinal);
    }

    private static IncludingOptions? Bind(string json, out ImmutableArray<ConfigurationProblem> problems)
    {
        var unread = new List<ConfigurationProblem>();
        ConfigurationNode root = JsonTree.Read(Encoding.UTF8.GetBytes(json), "", _ => new ConfigurationPlace("including.json"), ".", unread)!;
        Assert.Empty(unread);
        return OptionsBinding.Bind<IncludingOptions>(root, Registry, out problems);
    }
}
