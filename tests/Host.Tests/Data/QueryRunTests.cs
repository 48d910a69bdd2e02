using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>A run on the rows of a query: the paths of its tables, its encoded rows and its faults.</summary>
public sealed class QueryRunTests : IDisposable
{
    private const string Join = "SELECT log.n, log.buy, p.price FROM log JOIN prices AS p ON CAST(p.n AS BIGINT) = log.n % 4";

    private const string Tables = """[{ "name": "log", "paths": ["tables/*.parquet"] }, { "name": "prices", "paths": ["tables/prices.csv"] }]""";

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-query").FullName;

    public QueryRunTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "tables"));
        File.WriteAllLines(Path.Combine(_folder, "tables", "prices.csv"), ["n,price", "0,1.5", "1,2.5", "2,3.5", "3,4.5"]);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT range AS n, CASE WHEN range % 4 < 2 THEN 'yes' ELSE 'no' END AS buy FROM range(20) ORDER BY hash(range)) TO '{_folder}/tables/log.parquet'";
        command.ExecuteNonQuery();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Rows_are_encoded_in_the_order_of_the_key()
    {
        using EncodedTable table = Load(Plan(Join));
        Assert.Equal((14, 2, 4), (table.Training.Rows, table.Validation.Rows, table.Test.Rows));

        // Of every ten rows, those of the numbers 8 and 9 are for the test: 8, 9, 18 and 19, of which the first two are bought.
        Assert.Equal([1f, 1, 0, 0], table.Test.Targets[0].Values.ToArray());
        Assert.Equal([8L, 9, 18, 19], Enumerable.Range(0, 4).Select(row => (long)table.Test.Numbers!.Values[row]));
    }

    [Fact]
    public void Paths_of_tables_are_meant_from_the_configuration_and_written_from_the_run_folder()
    {
        string run = Path.Combine(_folder, "runs", "one");
        string json = Encoding.UTF8.GetString(ResolvedConfiguration.Json(Plan(Join), run).Span);
        using var document = JsonDocument.Parse(json);
        JsonElement tables = document.RootElement.GetProperty("data").GetProperty("source").GetProperty("tables");
        Assert.Equal(
            ["log ../../tables/*.parquet", "prices ../../tables/prices.csv"],
            tables.EnumerateArray().Select(table => $"{table.GetProperty("name").GetString()} {Assert.Single(table.GetProperty("paths").EnumerateArray()).GetString()}"));

        Directory.CreateDirectory(run);
        File.WriteAllText(Path.Combine(run, "config.json"), json);
        using EncodedTable table = Load(Read(Path.Combine(run, "config.json"), out _)!);
        Assert.Equal(14, table.Training.Rows);
    }

    [Theory]
    [InlineData(Join + " LIMIT 5", "MMOE2805 data.source.sql")]
    [InlineData("SELECT log.n, log.buy, p.prize AS price FROM log JOIN prices AS p ON p.n = '1'", "MMOE2803 data.source.sql")]
    [InlineData("SELECT n % 5 AS n, buy, 1 AS price FROM log", "MMOE2808 data.source.key")]
    [InlineData("SELECT n, buy, 'cheap' AS price FROM log", "MMOE2410 row 1 of the query")]
    [InlineData("SELECT n, buy, [1] AS price FROM log", "MMOE2304 data.source.sql")]
    [InlineData("SELECT n, buy FROM log", "MMOE2401 data.features.numeric.0")]
    public void Faults_are_reported_with_their_place(string sql, string problem)
    {
        BadInputException exception = Assert.Throws<BadInputException>(() => Load(Plan(sql)));
        ProblemAssert.Equal([exception.Problems[0]], problem);
    }

    [Theory]
    [InlineData("""[{ "name": "log", "paths": ["a.txt"] }]""", "MMOE1114 data.source.tables.0.paths")]
    [InlineData("""[{ "name": "log", "paths": ["a.csv", "b.parquet"] }]""", "MMOE1114 data.source.tables.0.paths")]
    [InlineData("""[{ "name": "log", "paths": ["a.csv"] }, { "name": "LOG", "paths": ["b.csv"] }]""", "MMOE1114 data.source.tables")]
    [InlineData("""[{ "name": "log", "paths": ["a.csv"], "delimiter": " ;" }]""", "MMOE1114 data.source.tables.0.delimiter")]
    public void Wrong_tables_are_reported(string tables, string problem)
    {
        Assert.Null(Read(Write(Join, tables, """["n"]"""), out ImmutableArray<ConfigurationProblem> problems));
        Assert.Equal([problem], problems.Select(found => $"{found.Code} {found.Path}"));
    }

    [Fact]
    public void A_key_that_names_a_column_twice_is_reported()
    {
        Assert.Null(Read(Write(Join, Tables, """["n", "n"]"""), out ImmutableArray<ConfigurationProblem> problems));
        Assert.Equal(["MMOE1114 data.source.key"], problems.Select(found => $"{found.Code} {found.Path}"));
    }

    private static RunPlan? Read(string file, out ImmutableArray<ConfigurationProblem> problems) => new RunPlanReader(InterruptedTraining.Registry).Read(file, [], out problems);

    private static EncodedTable Load(RunPlan plan)
    {
        using IHost host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        var input = RunInput.Open(plan.Configuration, host.Services.GetRequiredService<PluginActivator>(), default);
        return EncodedTable.Load(input.Source, plan.Configuration.Data, input.Split, input.Tasks, NullLogger.Instance, default);
    }

    private RunPlan Plan(string sql)
    {
        RunPlan? plan = Read(Write(sql, Tables, """["n"]"""), out ImmutableArray<ConfigurationProblem> problems);
        Assert.Empty(problems);
        return plan!;
    }

    private string Write(string sql, string tables, string key)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, $$"""
            {
              "data": {
                "source": { "type": "query", "tables": {{tables}}, "sql": "{{sql}}", "key": {{key}} },
                "features": { "numeric": ["price"], "numericScale": "linear" },
                "cache": null
              },
              "tasks": [{ "type": "binary", "name": "buy", "label": "buy", "positive": "yes" }],
              "model": { "type": "shared-bottom", "experts": [{ "type": "mlp", "hidden": [4] }] }
            }
            """);
        return file;
    }
}
