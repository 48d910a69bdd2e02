using System.Text.Json;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Comparisons;

/// <summary>The census configurations are there to be compared: they differ in their architecture and in nothing else.</summary>
public sealed class CensusSiblingsTests
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    public static TheoryData<string> Siblings => new(Directory.EnumerateFiles(RepositoryFiles.PathOf("configs"), "census-*.json")
        .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Siblings))]
    public void A_sibling_differs_from_the_census_run_in_its_model_only(string file)
    {
        Dictionary<string, string> sibling = Resolved(file);
        Dictionary<string, string> census = Resolved("census.json");
        string[] different = [.. census.Keys.Where(part => sibling[part] != census[part])];
        Assert.Equal(file == "census-mmoe.json" ? [] : ["model"], different.Except(["run"]));
    }

    private static Dictionary<string, string> Resolved(string file)
    {
        RunConfiguration configuration = SeriesPlan.Plan(Registry, new Variant(file, RepositoryFiles.PathOf("configs", file), [NoRows.Set])).Configuration;
        string json = OptionsWriter.ToJson(OptionForms.Section<RunConfiguration>(), configuration);
        return JsonElement.Parse(json).EnumerateObject().ToDictionary(part => part.Name, part => part.Value.GetRawText());
    }
}
