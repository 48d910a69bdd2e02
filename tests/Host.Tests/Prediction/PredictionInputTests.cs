using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Data;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.DataSources.Parquet;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Prediction;

public sealed class PredictionInputTests
{
    private static readonly PluginRegistry Plugins = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    [Theory]
    [InlineData("csv", "new/rows.csv.gz")]
    [InlineData("csv", "new/rows.CSV")]
    [InlineData("csv", "new/rows.txt")]
    public void A_file_of_the_runs_own_kind_keeps_the_runs_options(string type, string input)
    {
        var options = (CsvDataSourceOptions)Source(type, input);
        Assert.Equal(Path.GetFullPath(input), options.Path);
        Assert.Equal((";", 2), (options.Delimiter, options.Columns.Length));
    }

    /// <summary>The run's table was a list of files or a pattern; the one file comes in its place.</summary>
    [Theory]
    [InlineData("paths")]
    [InlineData("patterns")]
    public void A_file_takes_the_place_of_a_list(string type)
    {
        var options = (CsvDataSourceOptions)Source(type, "new.csv");
        Assert.Equal((Path.GetFullPath("new.csv"), 0, 0, ";"), (options.Path, options.Files.Paths.Length, options.Files.Patterns.Length, options.Delimiter));
    }

    [Theory]
    [InlineData("{ \"type\": \"csv\" }", "path")]
    [InlineData("{ \"type\": \"csv\", \"path\": \"a.csv\", \"paths\": [\"b.csv\"] }", "paths")]
    [InlineData("{ \"type\": \"parquet\", \"path\": \"a.parquet\", \"patterns\": [\"*.parquet\"] }", "patterns")]
    public void A_table_is_named_by_exactly_one_option(string source, string key) =>
        ProblemAssert.Equal(Problems("funnel", source), $"MMOE1114 INPUT data.source.{key}");

    [Fact]
    public void A_file_of_another_kind_is_read_by_the_source_that_is_for_it()
    {
        Assert.Equal(Path.GetFullPath("day=*/part.parquet"), ((ParquetDataSourceOptions)Source("csv", "day=*/part.parquet")).Path);
        var options = (CsvDataSourceOptions)Source("funnel", "\"odd\" name.csv");
        Assert.Equal((Path.GetFullPath("\"odd\" name.csv"), ","), (options.Path, options.Delimiter));
    }

    [Fact]
    public void A_data_source_is_given_as_json_in_place_or_in_a_file()
    {
        const string Json = """{ "type": "csv", "path": "a.csv", "delimiter": "|" }""";
        Assert.Equal((Path.GetFullPath("a.csv"), "|"), PathAndDelimiter(Source("parquet", Json)));

        string folder = Directory.CreateTempSubdirectory("mmoe-input").FullName;
        string file = Path.Combine(folder, "source.json");
        File.WriteAllText(file, Json);
        Assert.Equal((Path.Combine(folder, "a.csv"), "|"), PathAndDelimiter(Source("parquet", file)));
        File.WriteAllText(file, """{ "type": "csv", "pth": "a.csv" }""");
        ProblemAssert.Equal(Problems("parquet", file).Take(1), $"MMOE1102 {file}:1:18 data.source.pth");
        Directory.Delete(folder, recursive: true);

        static (string, string) PathAndDelimiter(object options) => (((CsvDataSourceOptions)options).Path!, ((CsvDataSourceOptions)options).Delimiter);
    }

    [Theory]
    [InlineData("funnel", "rows.txt", "MMOE6013 INPUT rows.txt")]
    [InlineData("csv", "{ \"type\": ", "MMOE1205 INPUT data.source")]
    [InlineData("csv", "{ \"type\": \"csv\", \"path\": \"a\", \"pass\": \"open sesame\" }", "MMOE1102 INPUT data.source.pass")]
    [InlineData("csv", "{ \"type\": \"cvs\" }", "MMOE1112 INPUT data.source.type")]
    [InlineData("csv", "none.json", "MMOE1201 none.json")]
    public void What_is_not_a_table_is_reported(string type, string input, string problem) =>
        ProblemAssert.Equal(Problems(type, input).Take(1), problem);

    private static object Source(string type, string input)
    {
        PluginSlot<IDataSource>? slot = Bind(type, input, out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems.Select(problem => problem.ToString()));
        return slot!.Options!;
    }

    private static ImmutableArray<ConfigurationProblem> Problems(string type, string input)
    {
        Assert.Null(Bind(type, input, out ImmutableArray<ConfigurationProblem> problems));
        return problems;
    }

    private static PluginSlot<IDataSource>? Bind(string type, string input, out ImmutableArray<ConfigurationProblem> problems)
    {
        string own = type switch
        {
            "csv" => """{ "type": "csv", "path": "old.csv", "delimiter": ";", "columns": ["a", "b"] }""",
            "paths" => """{ "type": "csv", "path": null, "paths": ["a.csv", "b.csv"], "delimiter": ";" }""",
            "patterns" => """{ "type": "csv", "paths": [], "patterns": ["*.csv"], "delimiter": ";" }""",
            _ => $$"""{ "type": "{{type}}" }""",
        };
        var found = new List<ConfigurationProblem>();
        ConfigurationNode root = new Override([], $$"""{ "data": { "source": {{own}} } }""", new ConfigurationPlace("config.json"), IgnoresCase: false).Value("", found);
        ConfigurationNode changed = new PredictionInput(Plugins).Apply(root, input, found);
        SourceSection? section = OptionsBinding.Bind<SourceSection>(changed.Member("data")!.Value, Plugins, out problems);
        problems = [.. found, .. found.Count > 0 ? [] : problems];
        return problems.IsEmpty ? section!.Source : null;
    }
}
