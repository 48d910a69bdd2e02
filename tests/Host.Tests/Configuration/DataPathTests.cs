using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Plugins;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Paths of data sets, <c>data://SET/FILE</c>.</summary>
public sealed class DataPathTests : IDisposable
{
    private static readonly PluginRegistry Registry = PluginLoader.Load(Path.Combine(Path.GetTempPath(), "no-such-folder"));

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-data").FullName;

    private string Root => Path.Combine(_folder, "project");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_folder_data_comes_before_the_shared_one_and_the_sets_folder_before_the_file_alone()
    {
        string[] files = ["project/data/shop/shop.csv", "project/data/shop.csv", "shared/data/shop/shop.csv", "shared/data/shop.csv"];
        foreach (string file in files.Reverse())
        {
            Write(file);
            Assert.Equal(Path.Combine(_folder, file), DataPath.Find("data://shop/shop.csv", Root));
        }
    }

    /// <summary>Another data set may have a file of that name.</summary>
    [Fact]
    public void A_file_without_the_name_of_its_set_is_found_in_the_sets_folder_only()
    {
        Write("project/data/rows.csv");
        Assert.Null(DataPath.Find("data://shop/rows.csv", Root));
        Write("shared/data/shop/rows.csv");
        Assert.Equal(Path.Combine(_folder, "shared/data/shop/rows.csv"), DataPath.Find("data://shop/rows.csv", Root));
    }

    [Fact]
    public void A_pattern_is_found_where_it_matches_a_file()
    {
        Write("project/data/shop/users.csv");
        Write("shared/data/shop/log-1.csv");
        Assert.Equal(Path.Combine(_folder, "shared/data/shop/log-*.csv"), DataPath.Find("data://shop/log-*.csv", Root));
        Assert.Null(DataPath.Find("data://shop/items-*.csv", Root));
    }

    [Theory]
    [InlineData("data://shop/rows.csv", "shop")]
    [InlineData("data://shop/2024/rows.csv", "shop")]
    [InlineData("data://shop", null)]
    [InlineData("data:///rows.csv", null)]
    [InlineData("data://shop//rows.csv", null)]
    [InlineData("data://shop/../rows.csv", null)]
    [InlineData("shop/rows.csv", null)]
    public void A_path_names_a_set_and_a_file(string path, string? set) => Assert.Equal(set, DataPath.SetOf(path));

    [Fact]
    public void A_configuration_finds_the_data_of_the_project_that_it_is_in()
    {
        Write("project/data/shop/rows.csv");
        Write("project/data/shop/more.csv");
        Assert.Equal(Path.Combine(Root, "data/shop/rows.csv"), Source("\"path\": \"data://shop/rows.csv\"", out _)!.Path);
        Assert.Equal(
            [Path.Combine(Root, "data/shop/more.csv"), Path.Combine(Root, "data/shop/rows.csv")],
            Source("\"paths\": [\"data://shop/more.csv\", \"data://shop/rows.csv\"]", out _)!.Files.Paths.AsEnumerable());
    }

    [Theory]
    [InlineData("\"path\": \"data://shop/rows.csv\"", "MMOE1115 data.source.path", "mmoe data get shop")]
    [InlineData("\"paths\": [\"rows.csv\", \"data://shop/rows.csv\"]", "MMOE1115 data.source.paths.1", "mmoe data get shop")]
    [InlineData("\"path\": \"data://rows.csv\"", "MMOE1101 data.source.path", "data://SET/FILE")]
    public void What_is_not_found_is_reported_at_its_place(string path, string problem, string advice)
    {
        Assert.Null(Source(path, out ImmutableArray<ConfigurationProblem> problems));
        ConfigurationProblem found = Assert.Single(problems);
        Assert.Equal(problem, $"{found.Code} {found.Path}");
        Assert.NotNull(found.Place.Line);
        Assert.Contains(advice, found.Message, StringComparison.Ordinal);
    }

    /// <summary>A run that is put together in C# is written as a configuration before it is read.</summary>
    [Fact]
    public void It_is_written_as_it_is() => Assert.Equal("data://shop/rows.csv", new OptionsWriter(null!, "/somewhere").PathFrom("data://shop/rows.csv"));

    [Fact]
    public void Its_variable_is_not_a_value_of_the_configuration()
    {
        Assert.Empty(Override.FromEnvironment([new("MMOE_DATA", "/data"), new("MMOE_HOME", "/home")]));
        Assert.Equal(["data"], Override.FromEnvironment([new("MMOE__data", "{}")]).Single().Keys.AsEnumerable());
    }

    private CsvDataSourceOptions? Source(string path, out ImmutableArray<ConfigurationProblem> problems)
    {
        string file = Path.Combine(Directory.CreateDirectory(Path.Combine(Root, "configs")).FullName, "run.json");
        File.WriteAllText(file, $$"""
            {
              "data": { "source": { "type": "csv", {{path}} }, "features": { "numeric": ["x"] } },
              "tasks": [{ "type": "binary", "name": "y", "label": "y" }],
              "model": { "type": "mmoe", "experts": [{ "type": "mlp", "hidden": [4] }] }
            }
            """);
        return new RunPlanReader(Registry).Read(file, [], out problems)?.Configuration.Data.Source.Options as CsvDataSourceOptions;
    }

    private void Write(string file)
    {
        string path = Path.Combine(_folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "x,y\n");
    }
}
