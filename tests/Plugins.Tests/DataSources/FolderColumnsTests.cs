using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>Folders called KEY=VALUE: the engine would put their values over a column of that name, as a vector of another type.</summary>
public sealed class FolderColumnsTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("colour=HIVE")]
    [InlineData("colour=20")]
    [InlineData("colour=305419896")]
    [InlineData("colour=2024-01-01")]
    [InlineData("colour=7.5")]
    public void Folders_are_no_columns(string folder)
    {
        const int Rows = 3000;
        string csv = _files.Text("n,colour\n" + string.Join('\n', Enumerable.Range(0, Rows).Select(row => $"{row},c{row % 3}")) + "\n", folder, "shop.csv");
        string parquet = _files.Parquet($"SELECT range AS n, 'c' || range % 3 AS colour FROM range({Rows})", folder, "shop.parquet");
        string[] expected = [.. Enumerable.Range(0, Rows).Select(row => $"{row}|c{row % 3}")];
        Assert.Equal(expected, SourceRows.Texts(new CsvDataSource(new() { Path = csv }), "n", "colour"));
        Assert.Equal(expected, SourceRows.Texts(new ParquetDataSource(new() { Path = parquet }), "n", "colour"));
        Assert.Equal(["n", "colour"], new CsvDataSource(new() { Path = csv }).ReadColumnNames(default).AsEnumerable());
        Assert.Equal(["n", "colour"], new ParquetDataSource(new() { Path = parquet }).ReadColumnNames(default).AsEnumerable());

        Refuses("MMOE2110 shop.csv",
            () => SourceRows.Texts(new CsvDataSource(new() { Path = csv, Files = new() { HivePartitions = true } }), "colour"));
        Refuses("MMOE2110 shop.parquet",
            () => SourceRows.Texts(new ParquetDataSource(new() { Path = parquet, Files = new() { HivePartitions = true } }), "colour"));
    }

    [Fact]
    public void Folders_are_columns_where_that_is_asked_for()
    {
        const int Rows = 2500;
        _files.Text("n\n" + string.Concat(Enumerable.Repeat("1\n", Rows)), "day=2024-01-02", "hour=7", "a.csv");
        _files.Text("n\n2\n", "day=2024-01-01", "hour=__HIVE_DEFAULT_PARTITION__", "a.csv");
        _files.Text("n\n3\n", "day=a%2Fb", "hour=9", "a.csv");
        CsvDataSourceOptions options = new() { Files = new() { Patterns = [_files.PathOf("**", "*.csv")], HivePartitions = true } };
        var source = new CsvDataSource(options);
        Assert.Equal(["n", "day", "hour"], source.ReadColumnNames(default).AsEnumerable());
        List<string> rows = SourceRows.Texts(source, "day", "n", "hour");
        Assert.Equal("2024-01-01|2|", rows[0]);
        Assert.Equal(Enumerable.Repeat("2024-01-02|1|7", Rows), rows.Skip(1).Take(Rows));
        Assert.Equal("a/b|3|9", rows[^1]);
        Assert.Equal(
            [double.NaN, 7, 9],
            source.Read([new ColumnRequest("hour", ColumnForm.Number)], default)
                .SelectMany(chunk => ((NumberColumn)chunk.Columns[0]).Values.ToArray().Take(chunk.RowCount)).Distinct());

        _files.Parquet("SELECT 1 AS n", "day=2024-01-02", "a.parquet");
        ParquetDataSourceOptions parquet = new() { Path = _files.PathOf("day=2024-01-02", "a.parquet"), Files = new() { HivePartitions = true } };
        Assert.Equal(["1|2024-01-02"], SourceRows.Texts(new ParquetDataSource(parquet), "n", "day"));
        Assert.NotEqual(new ParquetDataSource(parquet).Fingerprint(default), new ParquetDataSource(parquet with { Files = new() }).Fingerprint(default));
    }

    [Fact]
    public void A_file_below_no_such_folder_is_refused_where_folders_are_columns()
    {
        string path = _files.Text("n\n1\n", "a.csv");
        Refuses("MMOE2108 a.csv",
            () => new CsvDataSource(new() { Path = path, Files = new() { HivePartitions = true } }).ReadColumnNames(default));
    }

    private static void Refuses(string problem, Func<object> read) => ProblemAssert.Throws(read, problem);
}
