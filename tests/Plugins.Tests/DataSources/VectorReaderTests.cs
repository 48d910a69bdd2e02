using DuckDB.NET.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>A vector of another type than a reader's would be read as addresses of memory: it has to be refused, whatever the engine gives.</summary>
public sealed class VectorReaderTests
{
    private static readonly string[] Values =
    [
        "true", "1::TINYINT", "1::SMALLINT", "1::INTEGER", "305419896::BIGINT", "1::HUGEINT", "1::UTINYINT", "1::USMALLINT", "1::UINTEGER", "1::UBIGINT", "1::UHUGEINT",
        "1::FLOAT", "1::DOUBLE", "1.5::DECIMAL(4, 1)", "1.5::DECIMAL(38, 1)", "'a'", "'a'::BLOB", "'101'::BIT", "DATE '2024-01-01'", "TIME '01:02:03'", "TIMETZ '01:02:03+00'",
        "TIMESTAMP '2024-01-01'", "TIMESTAMP_S '2024-01-01'", "TIMESTAMP_MS '2024-01-01'", "TIMESTAMP_NS '2024-01-01'", "TIMESTAMPTZ '2024-01-01'", "INTERVAL 1 MONTH", "uuid()",
        "'x'::ENUM ('x', 'y')", "[1]", "[1]::BIGINT[]", "[1]::DOUBLE[]", "['a']", "['a'::BLOB]", "[[1::BIGINT]]", "[['a']]", "[1]::INTEGER[1]", "[1]::BIGINT[1]", "{'a': 1}", "MAP {'a': 1}", "NULL",
    ];

    [Theory]
    [InlineData("Text", new[] { "'a'", "'a'::BLOB" })]
    [InlineData("Identifier", new[] { "'a'", "'a'::BLOB" })]
    [InlineData("WrittenNumber", new[] { "'a'", "'a'::BLOB" })]
    [InlineData("Number", new[] { "1::DOUBLE" })]
    [InlineData("Whole", new[] { "305419896::BIGINT" })]
    [InlineData("TextList", new[] { "['a']", "['a'::BLOB]" })]
    [InlineData("WrittenNumberList", new[] { "['a']", "['a'::BLOB]" })]
    [InlineData("NumberList", new[] { "[1]::DOUBLE[]" })]
    [InlineData("WholeList", new[] { "[1]::BIGINT[]" })]
    public void Each_reader_takes_its_types_only(string kind, string[] taken)
    {
        QueryColumn column = Enum.Parse<QueryColumn>(kind);
        using DuckDBConnection engine = DuckDbEngine.Open();
        Assert.Equal(taken, Values.Where(value => IsRead(engine, $"SELECT {value} FROM range(3000)", [column])));
    }

    [Fact]
    public void Other_columns_than_expected_are_refused()
    {
        using DuckDBConnection engine = DuckDbEngine.Open();
        Assert.False(IsRead(engine, "SELECT 'a', 'b'", [QueryColumn.Text]));
        Assert.False(IsRead(engine, "SELECT 'a'", [QueryColumn.Text, QueryColumn.Text]));
        Assert.True(IsRead(engine, "SELECT 'a', 'b'", [QueryColumn.Text, QueryColumn.Text]));
    }

    /// <summary>The engine may read the files of its table, and nothing else of the machine or the network.</summary>
    [Fact]
    public void The_engine_reads_its_own_files_only()
    {
        using var files = new TableFiles();
        string own = files.Text("a\nx\n", "own[1].csv");
        string other = files.Text("a\nx\n", "own1.csv");
        using DuckDBConnection engine = DuckDbEngine.Open(own);
        Assert.True(IsRead(engine, $"SELECT * FROM read_csv({Sql.FilePath(own)}, all_varchar = true)", [QueryColumn.Text]));
        foreach (string query in new[]
        {
            $"SELECT * FROM read_csv({Sql.Text(other)}, all_varchar = true)", "SELECT * FROM read_csv('https://localhost/a.csv', all_varchar = true)", "INSTALL httpfs", "LOAD httpfs",
            "SET enable_external_access = true", "SET TimeZone = 'Asia/Tehran'",
        })
        {
            Assert.False(IsRead(engine, query, [QueryColumn.Text]), query);
        }

        Assert.Equal(
            ["UTC", "false", "false"],
            DuckDbEngine.Query(
                engine,
                "SELECT unnest([current_setting('TimeZone'), current_setting('autoload_known_extensions')::VARCHAR, current_setting('autoinstall_known_extensions')::VARCHAR])",
                reader => reader.GetString(0)).AsEnumerable());
    }

    private static bool IsRead(DuckDBConnection engine, string sql, QueryColumn[] columns)
    {
        try
        {
            using StreamedResult result = StreamedResult.Execute(engine, sql);
            return result.Next([.. columns.Select(VectorReader.For)]) > 0;
        }
        catch (EngineException)
        {
            return false;
        }
    }
}
