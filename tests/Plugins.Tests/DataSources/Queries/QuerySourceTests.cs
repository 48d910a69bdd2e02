using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Query;

namespace MmoePipeline.Plugins.Tests.DataSources.Queries;

/// <summary>Rows of SQL over files: what they are, in which order, and when they count as another table.</summary>
public sealed class QuerySourceTests : IDisposable
{
    private const string Join = """
        SELECT log.user, log.item, log.time, u.age, TRY_CAST(i.price AS DOUBLE) AS price, i.tags,
            row_number() OVER (PARTITION BY log.user ORDER BY log.time) AS seen
        FROM log
        LEFT JOIN users AS u ON CAST(u.id AS BIGINT) = log.user
        LEFT JOIN items AS i ON i.id = log.item -- the tags are lists
        """;

    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void A_log_is_joined_with_users_and_items()
    {
        QueryDataSource source = Shop();
        Assert.Equal(["user", "item", "time", "age", "price", "tags", "seen"], source.ReadColumnNames(default).AsEnumerable());
        Assert.Equal(
            ["2|10|1|31|1.5|1", "1|10|2|9|1.5|1", "2|11|3|31||2", "3|12|4|||1", "2|10|5|31|1.5|3"],
            SourceRows.Texts(source, "user", "item", "time", "age", "price", "seen"));
        Assert.Equal([["a", null], ["a", null], [], null, ["a", null]], SourceRows.Lists(source, "tags", ColumnForm.TextList));
        Assert.Equal(["1.5", "1.5", "", "", "1.5"], Numbers(source, "price"));
        Assert.Null(((IDataSource)source).CountRows(default));
        Assert.Equal("row 3 of the query", source.DescribeRow(2));
        Assert.Equal("query over log, users, items", source.Description);
    }

    /// <summary>The key gives the order, whatever the files' and the query's, and whichever columns are read.</summary>
    [Fact]
    public void Rows_are_ordered_by_the_key_in_every_reading()
    {
        _files.Parquet("SELECT range AS n, hash(range) % 1000 AS g, (hash(range) % 997) / 7 AS x FROM range(20000) ORDER BY hash(range + 1)", "rows.parquet");
        QueryDataSource source = Query("SELECT n, g, sum(x) OVER (PARTITION BY g ORDER BY n) AS total FROM t ORDER BY n DESC", ["g", "n"], ("t", "rows.parquet"));
        List<string> rows = SourceRows.Texts(source, "g", "n", "total");
        Assert.Equal(20000, rows.Count);
        Assert.Equal(rows.OrderBy(row => int.Parse(row.Split('|')[0], CultureInfo.InvariantCulture)).ThenBy(row => int.Parse(row.Split('|')[1], CultureInfo.InvariantCulture)), rows);
        Assert.Equal(rows, SourceRows.Texts(source, "g", "n", "total"));
        Assert.Equal(rows.Select(row => row.Split('|')[2]), SourceRows.Texts(source, "total"));
    }

    /// <summary>A column that isn't read is not computed: this one would stop the query.</summary>
    [Fact]
    public void Columns_that_are_not_read_are_not_computed()
    {
        _files.Parquet("SELECT range AS n FROM range(5)", "rows.parquet");
        QueryDataSource source = Query("SELECT n, CASE WHEN n > 2 THEN error('computed') ELSE 'few' END AS costly FROM t", ["n"], ("t", "rows.parquet"));
        Assert.Equal(["0", "1", "2", "3", "4"], SourceRows.Texts(source, "n"));
        ProblemAssert.Throws(() => SourceRows.Texts(source, "costly"), "MMOE2803 data.source.sql");
    }

    [Fact]
    public void Types_of_the_result_have_the_rules_of_parquet()
    {
        _files.Text("n\n1\n", "rows.csv");
        QueryDataSource source = Query(
            "SELECT n, 1.50::DECIMAL(9, 2) AS d, 0.1::FLOAT AS f, array_value(1, 2) AS a, [[1]] AS nested, {'x': 1} AS s, 'x' AS t FROM t", ["n"], ("t", "rows.csv"));
        Assert.Equal(["1|1.5|0.1|x"], SourceRows.Texts(source, "n", "d", "f", "t"));
        Assert.Equal([["1", "2"]], SourceRows.Lists(source, "a", ColumnForm.NumberList));
        foreach ((string column, ColumnForm form) in new[] { ("a", ColumnForm.Text), ("nested", ColumnForm.TextList), ("s", ColumnForm.TextList), ("s", ColumnForm.Number) })
        {
            ProblemAssert.Throws(() => source.Read([new ColumnRequest(column, form)], default).ToArray(), "MMOE2304 data.source.sql");
        }
    }

    [Fact]
    public void Any_file_and_any_option_changes_the_fingerprint()
    {
        string fingerprint = Shop().Fingerprint(default);
        Assert.Equal(fingerprint, Shop().Fingerprint(default));
        Assert.NotEqual(fingerprint, Shop(sql: Join + " ").Fingerprint(default));
        Assert.NotEqual(fingerprint, Shop(key: ["time", "user"]).Fingerprint(default));
        foreach (string file in new[] { "log-1.parquet", "log-2.parquet", "users.csv", "items.parquet" })
        {
            QueryDataSource source = Shop();
            string path = _files.PathOf(file);
            byte[] before = File.ReadAllBytes(path);
            File.WriteAllBytes(path, [.. before, (byte)'\n']);
            Assert.NotEqual(fingerprint, source.Fingerprint(default));
            File.WriteAllBytes(path, before);
        }
    }

    [Fact]
    public void A_file_that_changes_between_its_fingerprint_and_its_rows_is_refused()
    {
        QueryDataSource source = Shop();
        _ = source.Fingerprint(default);
        File.AppendAllText(_files.PathOf("users.csv"), "4,50\n");
        ProblemAssert.Throws(() => SourceRows.Texts(source, "user"), "MMOE2107 users.csv");
    }

    [Fact]
    public void Files_of_csv_are_found_by_their_headers_and_checked_as_by_the_csv_source()
    {
        _files.Text("a,b\n1,x\n", "1.csv");
        _files.Text("b,a\ny,2\n", "2.csv");
        Assert.Equal(["1|x", "2|y"], SourceRows.Texts(Query("SELECT * FROM t", ["a"], ("t", "*.csv")), "a", "b"));

        _files.Text("b,a\ny,2\nz\n", "2.csv");
        ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["a"], ("t", "*.csv")), "a", "b"), "MMOE2206 2.csv:3");

        _files.Text("b,c\ny,2\n", "2.csv");
        ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["a"], ("t", "*.csv")), "a", "b"), "MMOE2111 2.csv:1");

        _files.Bytes([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 75, 228], "damaged.csv.gz");
        ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["a"], ("t", "damaged.csv.gz")), "a"), "MMOE2113 damaged.csv.gz");
    }

    [Fact]
    public void Files_of_parquet_have_the_same_columns()
    {
        _files.Parquet("SELECT 1 AS n", "1.parquet");
        _files.Parquet("SELECT 0.5::DOUBLE AS n", "2.parquet");
        ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["n"], ("t", "*.parquet")), "n"), "MMOE2305 2.parquet");
        _files.Parquet("SELECT 2 AS m", "2.parquet");
        ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["n"], ("t", "*.parquet")), "n"), "MMOE2111 2.parquet");
    }

    /// <summary>Rows of one key have no order; a column that numbers the copies gives one.</summary>
    [Fact]
    public void Rows_of_one_key_are_refused_wherever_they_are()
    {
        _files.Parquet("SELECT CASE WHEN range = 4000 THEN 3999 ELSE range END AS n, range AS m FROM range(6000)", "rows.parquet");
        BadInputException exception = ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["n"], ("t", "rows.parquet")), "m"), "MMOE2808 data.source.key");
        Assert.Contains("row 4000 of the query", exception.Message, StringComparison.Ordinal);
        Assert.Equal(6000, SourceRows.Texts(Query("SELECT * FROM t", ["n", "m"], ("t", "rows.parquet")), "m").Count);
        Assert.Equal(6000, SourceRows.Texts(Query("SELECT *, row_number() OVER (PARTITION BY n ORDER BY m) AS copy FROM t", ["n", "copy"], ("t", "rows.parquet")), "m").Count);

        // The last row of a chunk of 2,048 and the first of the next are neighbours, too.
        _files.Parquet("SELECT CASE WHEN range = 2048 THEN 2047 ELSE range END AS n FROM range(6000)", "rows.parquet");
        ProblemAssert.Throws(() => SourceRows.Texts(Query("SELECT * FROM t", ["n"], ("t", "rows.parquet")), "n"), "MMOE2808 data.source.key");
    }

    [Fact]
    public void A_reading_ends_when_it_is_cancelled()
    {
        _files.Parquet("SELECT range AS n FROM range(5000)", "rows.parquet");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Query("SELECT * FROM t", ["n"], ("t", "rows.parquet")).Read([new ColumnRequest("n", ColumnForm.Text)], cancelled.Token).ToArray());
    }

    private static IEnumerable<string?> Numbers(QueryDataSource source, string column) => source.Read([new ColumnRequest(column, ColumnForm.Number)], default)
        .SelectMany(chunk => Enumerable.Range(0, chunk.RowCount).Select(row => Assert.IsType<NumberColumn>(chunk.Columns[0]).TextAt(row) ?? ""));

    private QueryDataSource Query(string sql, string[] key, params (string Name, string Path)[] tables) => new(new()
    {
        Sql = sql,
        Key = [.. key],
        Tables = [.. tables.Select(table => new QueryTableOptions { Name = table.Name, Paths = [_files.PathOf(table.Path)] })],
    });

    private QueryDataSource Shop(string sql = Join, string[]? key = null)
    {
        if (!File.Exists(_files.PathOf("log-1.parquet")))
        {
            _files.Parquet("SELECT * FROM (VALUES (2, 11, 3), (1, 10, 2), (2, 10, 5)) AS t(\"user\", item, time)", "log-1.parquet");
            _files.Parquet("SELECT * FROM (VALUES (3, 12, 4), (2, 10, 1)) AS t(\"user\", item, time)", "log-2.parquet");
            _files.Text("id,age\n1,9\n2,31\n", "users.csv");
            _files.Parquet("SELECT 10 AS id, '1.5' AS price, ['a', NULL] AS tags UNION ALL SELECT 11, 'free', []", "items.parquet");
        }

        return Query(sql, key ?? ["time"], ("log", "log-*.parquet"), ("users", "users.csv"), ("items", "items.parquet"));
    }
}
