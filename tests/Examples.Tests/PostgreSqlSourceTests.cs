using MmoePipeline.Configuration;
using MmoePipeline.Data;
using MmoePipeline.Testing;
using MmoePipeline.Testing.Options;
using PostgreSqlDataSource;

namespace MmoePipeline.Examples.Tests;

public sealed class PostgreSqlSourceTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    /// <summary>The connection is a secret: what a run writes down names the variable that holds it.</summary>
    [Fact]
    public void Does_what_its_kind_promises()
    {
        Environment.SetEnvironmentVariable("POSTGRESQL_SOURCE_TESTS", server.Connection);
        PluginConformance.Verify<PostgreSqlSource>(new ConformanceOptions
        {
            Configuration = """
                {
                  "connection": "env:POSTGRESQL_SOURCE_TESTS",
                  "query": "SELECT i AS id, i / 2.0 AS half, 'text' || i % 3 AS text FROM generate_series(1, 10000) AS i",
                  "key": ["id"]
                }
                """,
        });
    }

    [Fact]
    public void Values_are_read_in_the_order_of_the_key()
    {
        Table(""""
            CREATE TABLE visits (id int, "a ""b""" text, rate double precision, price numeric(9, 2), seen boolean, day date);
            INSERT INTO visits VALUES (2, NULL, NULL, NULL, NULL, NULL), (1, 'x, y', 0.5, 1.50, true, '2026-11-24');
            """");
        PostgreSqlSource source = Source("SELECT * FROM visits");
        Assert.Equal(["id", "a \"b\"", "rate", "price", "seen", "day"], source.ReadColumnNames(default).AsEnumerable());
        TableChunk texts = source.Read([.. source.ReadColumnNames(default).Select(name => new ColumnRequest(name, ColumnForm.Text))], default).Single();
        Assert.Equal(
            [["1", "2"], ["x, y", null], ["0.5", null], ["1.50", null], ["true", null], ["2026-11-24", null]],
            texts.Columns.Select(column => Texts(column, 2)));
        TableChunk numbers = source.Read(
            [new("rate", ColumnForm.Number), new("price", ColumnForm.Number), new("seen", ColumnForm.Number)], default).Single();
        Assert.Equal(
            [[0.5, double.NaN], [1.5, double.NaN], [1, double.NaN]],
            numbers.Columns.Select(column => ((NumberColumn)column).Values.Span[..2].ToArray()));
        Assert.Equal("row 2 in the order of id", source.DescribeRow(1));
    }

    [Theory]
    [InlineData("SELECT id FROM visits;")]
    [InlineData("SELECT id FROM visits ; \n")]
    [InlineData("SELECT id FROM visits -- all of them")]
    public void A_query_may_end_as_queries_do(string query)
    {
        Table("CREATE TABLE visits (id int); INSERT INTO visits VALUES (1), (2);");
        Assert.Equal(["id"], Source(query).ReadColumnNames(default).AsEnumerable());
        Assert.Equal(2, Source(query).Read([new("id", ColumnForm.Number)], default).Single().RowCount);
        Assert.NotEmpty(Source(query).Fingerprint(default));
    }

    [Fact]
    public void Two_statements_are_no_query()
    {
        Table("CREATE TABLE visits (id int); INSERT INTO visits VALUES (1);");
        Assert.Contains("42601: ", Problem(() => Source("SELECT id FROM visits; DROP TABLE visits").ReadColumnNames(default)), StringComparison.Ordinal);
        Assert.Single(Source("SELECT id FROM visits").Read([new("id", ColumnForm.Number)], default));
    }

    [Fact]
    public void The_fingerprint_changes_with_the_rows_and_not_with_their_order()
    {
        Table("CREATE TABLE visits (id int, age int); INSERT INTO visits VALUES (1, 30), (2, 40);");
        string before = Source("SELECT * FROM visits").Fingerprint(default);
        server.Execute("DELETE FROM visits WHERE id = 1; INSERT INTO visits VALUES (1, 30);");
        Assert.Equal(before, Source("SELECT * FROM visits").Fingerprint(default));
        Assert.NotEqual(before, Source("SELECT * FROM visits WHERE true").Fingerprint(default));
        server.Execute("UPDATE visits SET age = 31 WHERE id = 1;");
        Assert.NotEqual(before, Source("SELECT * FROM visits").Fingerprint(default));
    }

    /// <summary>Otherwise the rows would be cached under the fingerprint of others.</summary>
    [Fact]
    public void Rows_that_changed_after_their_fingerprint_are_refused()
    {
        Table("CREATE TABLE visits (id int, age int); INSERT INTO visits VALUES (1, 30), (2, 40);");
        PostgreSqlSource source = Source("SELECT * FROM visits");
        _ = source.Fingerprint(default);
        Assert.Equal(2, source.Read([new("age", ColumnForm.Number)], default).Single().RowCount);
        server.Execute("UPDATE visits SET age = 31 WHERE id = 1;");
        Assert.Contains("PGSQL03 ", Problem(() => source.Read([new("age", ColumnForm.Number)], default).ToArray()), StringComparison.Ordinal);
        _ = source.Fingerprint(default);
        Assert.Equal(2, source.Read([new("age", ColumnForm.Number)], default).Single().RowCount);
    }

    /// <summary>Rows that another session writes during a reading are not in it.</summary>
    [Fact]
    public void A_reading_sees_one_snapshot()
    {
        Table("CREATE TABLE visits (id int, age int); INSERT INTO visits SELECT i, i FROM generate_series(1, 20000) AS i;");
        PostgreSqlSource source = Source("SELECT * FROM visits");
        _ = source.Fingerprint(default);
        double sum = 0;
        foreach (TableChunk chunk in source.Read([new("age", ColumnForm.Number)], default))
        {
            if (chunk.FirstRow == 0)
            {
                server.Execute("UPDATE visits SET age = 0; INSERT INTO visits VALUES (0, 7);");
            }

            sum += ((NumberColumn)chunk.Columns[0]).Values.ToArray().Take(chunk.RowCount).Sum();
        }

        Assert.Equal(20000.0 * 20001 / 2, sum);
    }

    [Theory]
    [InlineData("(1), (2), (1)", "(id) = (1)")]
    [InlineData("(NULL), (2), (NULL)", "(id) = ()")]
    public void A_key_that_several_rows_have_is_refused(string rows, string problem)
    {
        Table($"CREATE TABLE visits (id int); INSERT INTO visits VALUES {rows};");
        Assert.Contains(problem, Problem(() => Source("SELECT id FROM visits").Read([new("id", ColumnForm.Number)], default).ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Points_in_time_are_in_utc_and_arrays_are_refused()
    {
        Table("CREATE TABLE visits (id int, at timestamptz, tags int[]); INSERT INTO visits VALUES (1, '2026-01-01 03:30:00+03:30', '{1,2}');");
        server.Execute("ALTER ROLE reader SET TimeZone = 'Asia/Tehran'; ALTER ROLE reader SET DateStyle = 'German';");
        try
        {
            PostgreSqlSource source = Source("SELECT * FROM visits");
            Assert.Equal("2026-01-01 00:00:00+00", Assert.Single(Texts(source.Read([new("at", ColumnForm.Text)], default).Single().Columns[0], 1)));
            Assert.Contains("PGSQL02 ", Problem(() => source.Read([new("tags", ColumnForm.Text)], default).ToArray()), StringComparison.Ordinal);
        }
        finally
        {
            server.Execute("ALTER ROLE reader RESET ALL");
        }
    }

    [Fact]
    public void What_is_wrong_is_reported_with_the_place()
    {
        Table("CREATE TABLE visits (id int); INSERT INTO visits VALUES (1);");
        Assert.Contains("/postgres: can't be read: 42P01: ", Problem(() => Source("SELECT * FROM visitors").ReadColumnNames(default)), StringComparison.Ordinal);
        Assert.Contains("PGSQL05 ", Problem(() => Source("SELECT id AS number FROM visits").ReadColumnNames(default)), StringComparison.Ordinal);
        Assert.Contains("PGSQL04 ", Problem(() => Source("SELECT id, id FROM visits").ReadColumnNames(default)), StringComparison.Ordinal);
        Assert.Contains("22012: ", Problem(() => Source("SELECT id, 1 / (id - 1) AS x FROM visits").Read([new("x", ColumnForm.Text)], default).ToArray()), StringComparison.Ordinal);
        Assert.StartsWith("PGSQL01 PostgreSQL /nowhere/x: ", Problem(() => new PostgreSqlSource(
            new PostgreSqlOptions { Connection = new Secret("Host=/nowhere;Database=x", ""), Query = "SELECT 1", Key = ["id"] }).ReadColumnNames(default)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Hst=x;Password=open sesame", "connection: must be a connection string")]
    [InlineData("Host=x;Password=open;sesame=y", "connection: must be a connection string")]
    [InlineData("Host=x;Port=sesame", "connection: must be a connection string")]
    [InlineData("env:NO_SUCH_VARIABLE", "NO_SUCH_VARIABLE")]
    public void Connections_that_are_wrong_are_refused(string connection, string problem)
    {
        PluginDescriptor plugin = PluginConformance.PluginsOf(typeof(PostgreSqlSource).Assembly).Single();
        ConformanceFailure failure = Assert.Single(PluginConformance.Check(plugin, new ConformanceOptions
        {
            Configuration = $$"""{ "connection": "{{connection}}", "query": "SELECT 1", "key": ["id"] }""",
        }));
        Assert.Contains(problem, failure.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", failure.Problem, StringComparison.Ordinal);
    }

    private void Table(string sql) => server.Execute($"DROP TABLE IF EXISTS visits; {sql}");

    private PostgreSqlSource Source(string query) => new(new PostgreSqlOptions { Connection = new Secret(server.Connection, ""), Query = query, Key = ["id"] });

    private static string Problem(Func<object> read) => Assert.Throws<BadInputException>(read).Message;

    private static string?[] Texts(TableColumn column, int rows)
    {
        var coded = (CodedTextColumn)column;
        return [.. coded.Codes.ToArray().Take(rows).Select(code => code < 0 ? null : coded.Texts[code])];
    }
}
