using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Events;
using MmoePipeline.Engine.Training;
using MmoePipeline.Host.Commands;
using MmoePipeline.Host.Tests.Resuming;
using MmoePipeline.Runs.Configuration;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using Spectre.Console;

namespace MmoePipeline.Host.Tests.Data;

/// <summary>Splits in a run: what is read, assigned and reported.</summary>
public sealed class SplitKindsTests : IDisposable
{
    private const string Time = """{ "type": "time", "column": "day", "validation": "2024-01-07", "test": "2024-01-09" }""";

    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-splits").FullName;

    public SplitKindsTests() => Write("rows.csv", Enumerable.Range(1, 10).Select(Row));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_period_is_split_and_described()
    {
        using EncodedTable table = Load(Time);
        Assert.Equal((6, 2, 2), (table.Training.Rows, table.Validation.Rows, table.Test.Rows));
        Assert.Equal(
            ["training 6 2024-01-01 to 2024-01-06", "validation 2 2024-01-07 to 2024-01-08", "test 2 2024-01-09 to 2024-01-10"],
            table.Splits.Select(split => $"{split.Split} {split.Rows} {split.Description}"));
        Assert.Equal([8L, 9L], new[] { table.Test.Numbers!.Values[0], table.Test.Numbers!.Values[1] });
    }

    [Fact]
    public void A_cached_table_is_described_alike_and_another_split_is_another_table()
    {
        using EncodedTable first = Load(Time, cache: true);
        using EncodedTable again = Load(Time, cache: true);
        Assert.Equal(first.Splits.Select(split => $"{split}"), again.Splits.Select(split => $"{split}"));
        using EncodedTable other = Load(Time.Replace("01-07", "01-05", StringComparison.Ordinal), cache: true);
        Assert.Equal((4, 4, 2), (other.Training.Rows, other.Validation.Rows, other.Test.Rows));
    }

    [Fact]
    public void A_row_without_a_time_can_be_left_out()
    {
        Write("rows.csv", [.. Enumerable.Range(1, 10).Select(Row), ",3,no", "soon,4,yes"]);
        ProblemAssert.Equal(
            Assert.Throws<BadInputException>(() => Load(Time)).Problems, $"MMOE2501 {Shown("rows.csv")}:12", $"MMOE2502 {Shown("rows.csv")}:13");
        using EncodedTable table = Load(Time, onBadRow: """{ "policy": "skip", "limit": 0.5 }""");
        Assert.Equal((12, 2, 10), (table.Faults.Rows, table.Faults.BadRows, table.Training.Rows + table.Validation.Rows + table.Test.Rows));
    }

    /// <summary>Which split a broken line belongs to is not known: it is counted, whatever becomes of rows with other values.</summary>
    [Fact]
    public void A_broken_line_is_counted_where_values_name_the_splits()
    {
        Write("rows.csv", [.. Enumerable.Range(1, 10).Select(Row), "broken"]);
        using EncodedTable table = Load(
            """
            {
              "type": "column", "column": "price", "train": ["1", "2", "3"], "validation": ["4", "5"], "test": ["6", "7"], "others": "leave-out"
            }
            """,
            onBadRow: """{ "policy": "skip", "limit": 0.5 }""");
        Assert.Equal((8, 1), (table.Faults.Rows, table.Faults.BadRows));
        Assert.Equal((3, 2, 2), (table.Training.Rows, table.Validation.Rows, table.Test.Rows));
    }

    [Fact]
    public void A_limit_outside_of_the_period_is_reported_with_the_period()
    {
        Problem problem = Assert.Single(Assert.Throws<BadInputException>(() => Load(Time.Replace("2024-01-09", "2034-01-09", StringComparison.Ordinal))).Problems);
        Assert.Equal(("MMOE2403", "data.split.test"), (problem.Code, problem.Place));
        Assert.Contains("2024-01-01 to 2024-01-10", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_that_the_table_lacks_is_reported() => ProblemAssert.Equal(
        Assert.Throws<BadInputException>(() => Load("""{ "type": "group", "column": "dya" }""")).Problems, "MMOE2401 data.split");

    [Fact]
    public void Files_are_the_splits()
    {
        Write("later.csv", Enumerable.Range(11, 4).Select(Row));
        Write("last.csv", Enumerable.Range(15, 5).Select(Row));
        using EncodedTable table = Load(Files);
        Assert.Equal((10, 4, 5), (table.Training.Rows, table.Validation.Rows, table.Test.Rows));
        Assert.Equal(14L, table.Test.Numbers!.Values[0]);
        Assert.Equal(Shown("last.csv"), table.Splits[2].Description);
    }

    [Fact]
    public void Files_of_other_columns_and_bad_rows_in_them_are_reported_with_their_file()
    {
        Write("later.csv", Enumerable.Range(11, 4).Select(Row));
        File.WriteAllLines(Path.Combine(_folder, "last.csv"), ["day,price,bought", "2024-01-01,1,yes"]);
        ProblemAssert.Equal(Assert.Throws<BadInputException>(() => Load(Files)).Problems, $"MMOE2504 {Shown("last.csv")}");
        Write("last.csv", ["2024-01-01,1,yes", "2024-01-02,cheap,no"]);
        ProblemAssert.Equal(Assert.Throws<BadInputException>(() => Load(Files)).Problems, $"MMOE2410 {Shown("last.csv")}:3");
    }

    [Theory]
    [InlineData("""{ "type": "time", "column": "day", "validation": "soon", "test": "2024-01-09" }""", "data.split.validation")]
    [InlineData("""{ "type": "time", "column": "day", "validation": "2024-01-08", "test": "2024-01-08" }""", "data.split.test")]
    [InlineData("""{ "type": "time", "column": "day", "validation": "2024-01-08", "test": "20%" }""", "data.split.test")]
    [InlineData("""{ "type": "time", "column": "day", "validation": "60%", "test": "40%" }""", "data.split.test")]
    [InlineData("""{ "type": "time", "column": "day", "validation": "100%", "test": "40%" }""", "data.split.validation")]
    [InlineData("""{ "type": "time", "column": "day", "validation": "8", "test": "9", "gap": "01:00:00" }""", "data.split.gap")]
    [InlineData("""{ "type": "time", "column": "day", "validation": "8", "test": "9", "unit": "seconds" }""", "data.split.validation")]
    [InlineData("""{ "type": "random", "validation": 0.5, "test": 0.5 }""", "data.split.test")]
    [InlineData("""{ "type": "column", "column": "day", "train": ["a"], "test": ["a"] }""", "data.split.test")]
    [InlineData("""{ "type": "modulo", "train": "0-10" }""", "data.split.train")]
    public void Wrong_options_are_reported(string split, string place) =>
        Assert.Equal([$"MMOE1114 {place}"], Problems(split).Select(problem => $"{problem.Code} {problem.Path}"));

    /// <summary>The label follows from the price: refused before there is a run folder, reported, or not looked at.</summary>
    [Theory]
    [InlineData("refuse", "MMOE2601 data.features.numeric.0")]
    [InlineData("warn", "")]
    [InlineData("off", "")]
    public void A_leak_is_refused_where_the_configuration_says_so(string policy, string problems)
    {
        Write("rows.csv", Enumerable.Range(0, 2000).Select(row => $"2024-01-01,{(row % 3 == 0 ? 5 : 1) + (row % 7 / 10.0):F1},{(row % 3 == 0 ? "yes" : "no")}"));
        RunPlan plan = Plan("""{ "type": "modulo" }""", """{ "policy": "fail" }""", cache: false, out _)!;
        plan = plan with { Configuration = plan.Configuration with { Data = plan.Configuration.Data with { Leaks = Enum.Parse<LeakPolicy>(policy, ignoreCase: true) } } };
        using IHost host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        Exception? exception = Record.Exception(() => PreparedRun.Prepare(
            plan,
            host.Services.GetRequiredService<PluginActivator>(),
            host.Services.GetRequiredService<Lazy<EventHandlers>>(),
            host.Services.GetRequiredService<TrainingClock>(),
            host.Services.GetRequiredService<ITrainingProgress>(),
            NullLogger.Instance,
            default).Dispose());
        Assert.Equal(problems, string.Join(", ", (exception as BadInputException)?.Problems.Select(problem => $"{problem.Code} {problem.Place}") ?? []));
        Assert.Equal(problems.Length > 0, exception is not null);
    }

    private string Files => $$"""
        { "type": "files", "validation": { "type": "csv", "path": "{{_folder}}/later.csv" }, "test": { "type": "csv", "path": "{{_folder}}/last.csv" } }
        """;

    private static string Row(int day) => $"2024-01-{day:00},{day},{(day % 2 == 0 ? "yes" : "no")}";

    /// <summary>A file as messages name it.</summary>
    private string Shown(string name) => Path.GetRelativePath(".", Path.Combine(_folder, name));

    private void Write(string name, IEnumerable<string> rows) => File.WriteAllLines(Path.Combine(_folder, name), ["day,price,buy", .. rows]);

    private ImmutableArray<ConfigurationProblem> Problems(string split)
    {
        Plan(split, """{ "policy": "fail" }""", cache: false, out ImmutableArray<ConfigurationProblem> problems);
        return problems;
    }

    private RunPlan? Plan(string split, string onBadRow, bool cache, out ImmutableArray<ConfigurationProblem> problems)
    {
        string file = Path.Combine(_folder, "config.json");
        File.WriteAllText(file, $$"""
            {
              "data": {
                "source": { "type": "csv", "path": "{{_folder}}/rows.csv" },
                "split": {{split}},
                "features": { "numeric": ["price"], "numericScale": "linear" },
                "onBadRow": {{onBadRow}},
                "cache": {{(cache ? $"\"{_folder}/cache\"" : "null")}}
              },
              "tasks": [{ "type": "binary", "name": "buy", "label": "buy", "positive": "yes" }],
              "model": { "type": "shared-bottom", "experts": [{ "type": "mlp", "hidden": [4] }] }
            }
            """);
        return new RunPlanReader(InterruptedTraining.Registry).Read(file, [], out problems);
    }

    private EncodedTable Load(string split, string onBadRow = """{ "policy": "fail" }""", bool cache = false)
    {
        RunPlan plan = Plan(split, onBadRow, cache, out ImmutableArray<ConfigurationProblem> problems)!;
        Assert.Empty(problems);
        using IHost host = RunHost.Create(plan, AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }));
        var input = RunInput.Open(plan.Configuration, host.Services.GetRequiredService<PluginActivator>(), default);
        return EncodedTable.Load(input.Source, plan.Configuration.Data, input.Split, input.Tasks, NullLogger.Instance, default);
    }
}
