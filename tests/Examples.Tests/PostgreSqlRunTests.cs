using System.Globalization;
using System.Text.Json;

namespace MmoePipeline.Examples.Tests;

/// <summary>The real program on a real server: training, running the resolved configuration again, predicting; and where the secret is not.</summary>
public sealed class PostgreSqlRunTests(PostgreSqlRun run) : IClassFixture<PostgreSqlRun>
{
    /// <summary>The log file has all that is logged, down to what is for debugging.</summary>
    [Fact]
    public void The_secret_is_in_no_file_of_the_run_nor_of_the_cache_nor_on_the_terminal()
    {
        Assert.Empty(PostgreSqlRun.FilesWithPassword(run.Run));
        Assert.Empty(PostgreSqlRun.FilesWithPassword(run.PathOf("cache")));
        Assert.DoesNotContain(PostgreSqlRun.Password, run.Output + run.Messages, StringComparison.Ordinal);
        Assert.Contains("PostgreSQL ", File.ReadAllText(Path.Combine(run.Run, "log.txt")), StringComparison.Ordinal);

        // The search finds what is there.
        Assert.Contains(run.PathOf("visits.json"), PostgreSqlRun.FilesWithPassword(run.PathOf("")));
    }

    [Fact]
    public async Task The_resolved_configuration_says_which_variable_holds_the_secret_and_runs_again_with_it()
    {
        string file = Path.Combine(run.Run, "config.json");
        Assert.Contains($"\"connection\": \"env:{PostgreSqlRun.Variable}\"", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        string missing = $"data.source.connection: the environment variable {PostgreSqlRun.Variable} is not set; set it to the secret, which is not written down here";
        await RefusedAsync(missing, "run", file);
        await RefusedAsync(missing, "resume", run.Run, "--set", "training.epochs=3", "--force");

        string again = run.PathOf("again");
        (string, string) variable = (PostgreSqlRun.Variable, run.Connection);
        (int exitCode, _, string messages) = await Mmoe.RunAsync(variable, "run", file, "--set", $"run.output={again}");
        Assert.True(exitCode == 0, messages);
        string folder = Directory.GetDirectories(again).Single();
        Assert.Equal(Predictions(run.Run), Predictions(folder));
        Assert.Empty(PostgreSqlRun.FilesWithPassword(again));
        Assert.DoesNotContain(PostgreSqlRun.Password, messages, StringComparison.Ordinal);
        (exitCode, _, messages) = await Mmoe.RunAsync(variable, "resume", folder);
        Assert.True(exitCode == 0, messages);
        Assert.DoesNotContain(PostgreSqlRun.Password, messages, StringComparison.Ordinal);
    }

    /// <summary>The rows that the run predicted as its test rows get the same predictions, to the last digit.</summary>
    [Fact]
    public async Task A_query_is_predicted_with_its_identifiers()
    {
        string output = run.PathOf("predicted.csv");
        string input = $$"""{ "type": "postgresql", "connection": "env:SHOP", "query": "SELECT id, shop, price FROM visits WHERE id % 10 IN (9, 0)", "key": ["id"] }""";
        (int exitCode, _, string messages) = await Mmoe.RunAsync(
            ("SHOP", run.Connection), "predict", run.Run, input, "--keep", "id", "--output", output);
        Assert.True(exitCode == 0, messages);
        string[] lines = await File.ReadAllLinesAsync(output);
        Assert.Equal("id,bought", lines[0]);

        // The row's number in the table is from 0, its identifier from 1.
        string[][] ofRun = [.. Predictions(run.Run).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(200, ofRun.Length);
        Assert.Equal(ofRun.Select(row => $"{int.Parse(row[0], CultureInfo.InvariantCulture) + 1},{row[1]}"), lines.Skip(1));
    }

    [Theory]
    [InlineData("Host=/nowhere;Username=reader;Database=x", "PostgreSQL /nowhere/x: can't be read: ")]
    [InlineData("Host=127.0.0.1;Port=1;Timeout=2;Username=reader;Database=x", "PostgreSQL 127.0.0.1/x: can't be read: ")]
    [InlineData("Hst=x", "data.source.connection: ")]
    public async Task A_connection_that_fails_is_told_with_its_place_and_not_with_the_secret(string connection, string problem)
    {
        string whole = $"{connection};Password={PostgreSqlRun.Password}";
        await RefusedAsync(problem, "run", run.Configuration("fails.json", whole));
        await RefusedAsync(problem, "predict", run.Run, Source(whole));
    }

    [Fact]
    public async Task A_mistake_next_to_the_secret_is_reported_without_it()
    {
        await RefusedAsync(": data.source.timeout: ", "run", run.Configuration("fails.json", run.Connection, ", \"timeout\": 3"));
        string wrong = Source(run.Connection).Replace("\"SELECT 1 AS id\"", "5", StringComparison.Ordinal);
        await RefusedAsync("data.source.query: ", "validate", run.PathOf("visits.json"), "--set", $"data.source={wrong}");
        await RefusedAsync("data.source.query: ", "predict", run.Run, wrong);
        await RefusedAsync("3D000: ", "predict", run.Run, Source(run.Connection.Replace("=postgres;", "=nowhere;", StringComparison.Ordinal)));
    }

    private static string Source(string connection) =>
        $$"""{ "type": "postgresql", "connection": {{JsonSerializer.Serialize(connection)}}, "query": "SELECT 1 AS id", "key": ["id"] }""";

    private static string[] Predictions(string folder) => File.ReadAllLines(Path.Combine(folder, "predictions.csv"));

    private static async Task RefusedAsync(string problem, params string[] arguments)
    {
        (int exitCode, string output, string messages) = await Mmoe.RunAsync(null, arguments);
        Assert.Contains(problem, messages, StringComparison.Ordinal);
        Assert.Equal(2, exitCode);
        Assert.DoesNotContain(PostgreSqlRun.Password, output + messages, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", messages, StringComparison.Ordinal);
    }
}
