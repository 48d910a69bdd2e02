using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.Tests.DataSources;

public sealed class ParquetDataSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-parquet").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Columns_have_their_names_and_values_their_texts()
    {
        ParquetDataSource source = Source("a.parquet", """"
            SELECT * FROM (VALUES
                (1, 'x, y', true, DATE '2026-11-24', 0.5::DOUBLE, 0.1::FLOAT, 9007199254740993, 1.50::DECIMAL(9, 2)),
                (NULL, NULL, false, NULL, 2, 3, -1, NULL)) AS t("n", "a ""t""", "b", "d", "f", "g", "h", "e")
            """");
        Assert.Equal(["n", "a \"t\"", "b", "d", "f", "g", "h", "e"], source.ReadColumnNames(default).AsEnumerable());
        Assert.Equal(
            ["1|x, y|true|2026-11-24|0.5|0.1|9007199254740993|1.5", "||false||2|3|-1|"],
            SourceRows.Texts(source, "n", "a \"t\"", "b", "d", "f", "g", "h", "e"));
    }

    [Fact]
    public void Numbers_are_read_as_such()
    {
        ParquetDataSource source = Source("a.parquet", """
            SELECT * FROM (VALUES (1, 0.5::DOUBLE, true, 1.25::DECIMAL(9, 2), '7'), (NULL, NULL, false, NULL, 'x')) AS t(a, b, c, d, e)
            """);
        TableChunk chunk = source.Read(
            [new("a", ColumnForm.Number), new("b", ColumnForm.Number), new("c", ColumnForm.Number), new("d", ColumnForm.Number), new("e", ColumnForm.Number)],
            default).Single();
        Assert.Equal(2, chunk.RowCount);
        Assert.Equal(
            [[1, double.NaN], [0.5, double.NaN], [1, 0], [1.25, double.NaN], [7, double.NaN]],
            chunk.Columns.Select(column => ((NumberColumn)column).Values.Span[..2].ToArray()));
        Assert.Equal("x", ((NumberColumn)chunk.Columns[4]).Unreadable![1]);
    }

    [Fact]
    public void Rows_keep_their_order_over_many_row_groups()
    {
        ParquetDataSource source = Source("a.parquet", "SELECT range AS n FROM range(50000)", "ROW_GROUP_SIZE 4096");
        Assert.Equal(Enumerable.Range(0, 50_000).Select(number => $"{number}"), SourceRows.Texts(source, "n"));
    }

    [Fact]
    public void A_pattern_is_one_table_in_the_order_of_the_files_names()
    {
        Write("part-2.parquet", "SELECT range + 3 AS n FROM range(2)");
        Write("part-1.parquet", "SELECT range AS n FROM range(3)");
        Write("other.parquet", "SELECT 99 AS n");
        var source = new ParquetDataSource(new() { Path = Path.Combine(_folder, "part-*.parquet") });
        Assert.Equal(["0", "1", "2", "3", "4"], SourceRows.Texts(source, "n"));
        Assert.Equal(5, source.CountRows(default));
        Assert.EndsWith("part-1.parquet, row 3", source.DescribeRow(2), StringComparison.Ordinal);
        Assert.EndsWith("part-2.parquet, row 1", source.DescribeRow(3), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_characters_of_a_pattern_is_a_name_where_there_is_such_a_file()
    {
        Write("a1.parquet", "SELECT 1 AS n");
        Assert.Equal(["2"], SourceRows.Texts(Source("a[1].parquet", "SELECT 2 AS n"), "n"));
    }

    [Fact]
    public void A_pattern_that_fits_nothing_is_reported()
    {
        var source = new ParquetDataSource(new() { Path = Path.Combine(_folder, "none-*.parquet") });
        ProblemAssert.Throws(() => source.ReadColumnNames(default), "MMOE2105 none-*.parquet");
        ProblemAssert.Throws(() => source.Fingerprint(default), "MMOE2105 none-*.parquet");
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported_with_the_one_that_was_meant()
    {
        Write("census.parquet", "SELECT 1 AS n");
        var source = new ParquetDataSource(new() { Path = Path.Combine(_folder, "cenus.parquet") });
        BadInputException exception = ProblemAssert.Throws(() => source.ReadColumnNames(default), "MMOE2101 cenus.parquet");
        Assert.Contains("'census.parquet'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_a_parquet_file_is_reported_with_its_name()
    {
        string path = Path.Combine(_folder, "a.parquet");
        File.WriteAllText(path, "this is a text and no Parquet file");
        var source = new ParquetDataSource(new() { Path = path });
        BadInputException exception = ProblemAssert.Throws(() => source.ReadColumnNames(default), "MMOE2301 a.parquet");
        Assert.DoesNotContain("SELECT", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_a_pattern_with_other_columns_is_reported()
    {
        Write("part-1.parquet", "SELECT 1 AS n");
        Write("part-2.parquet", "SELECT 1 AS m");
        var source = new ParquetDataSource(new() { Path = Path.Combine(_folder, "part-*.parquet") });
        BadInputException exception = ProblemAssert.Throws(() => SourceRows.Texts(source, "n"), "MMOE2111 part-2.parquet");
        Assert.DoesNotContain("union_by_name", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_tells_contents_and_numbers_of_files_apart()
    {
        Write("part-1.parquet", "SELECT 1 AS n");
        var source = new ParquetDataSource(new() { Path = Path.Combine(_folder, "part-*.parquet") });
        string one = source.Fingerprint(default);
        Assert.Equal(one, source.Fingerprint(default));
        Write("part-2.parquet", "SELECT 1 AS n");
        string two = source.Fingerprint(default);
        Write("part-2.parquet", "SELECT 2 AS n");
        Assert.Equal(3, new[] { one, two, source.Fingerprint(default) }.Distinct().Count());
    }

    private ParquetDataSource Source(string name, string query, string options = "COMPRESSION zstd") =>
        new(new() { Path = Write(name, query, options) });

    private string Write(string name, string query, string options = "COMPRESSION zstd")
    {
        string path = Path.Combine(_folder, name);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY ({query}) TO '{path}' (FORMAT parquet, {options})";
        command.ExecuteNonQuery();
        return path;
    }
}
