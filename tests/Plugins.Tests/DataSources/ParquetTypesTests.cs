using System.Text;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>What values of each type are read as, in one file and over several.</summary>
public sealed class ParquetTypesTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("1::INTEGER", "0.6::DOUBLE", "1;0.6", "1;0.6")]
    [InlineData("0.6::DOUBLE", "1::TINYINT", "0.6;1", "0.6;1")]
    [InlineData("1.50::DECIMAL(9, 2)", "1.5::DOUBLE", "1.5;1.5", "1.5;1.5")]
    [InlineData("3.00::DECIMAL(9, 2)", "3::BIGINT", "3;3", "3;3")]
    [InlineData("300::DECIMAL(9, 0)", "300::BIGINT", "300;300", "300;300")]
    [InlineData("0.1::FLOAT", "0.1::DOUBLE", "0.1;0.1", "0.10000000149011612;0.1")]
    [InlineData("9007199254740993", "-1", "9007199254740993;-1", "9007199254740992;-1")]
    [InlineData("9007199254740992", "0.5::DOUBLE", "9007199254740992;0.5", "9007199254740992;0.5")]
    [InlineData("true", "false", "true;false", "1;0")]
    [InlineData("'007'", "'7'", "007;7", "7;7")]
    [InlineData("encode('7')", "'7.5'", "7;7.5", "7;7.5")]
    public void Columns_of_types_that_go_together_have_the_values_of_the_files(string first, string second, string texts, string numbers)
    {
        ParquetDataSource source = Both(first, second);
        Assert.Equal(texts.Split(';'), SourceRows.Texts(source, "p"));
        Assert.Equal(
            numbers.Split(';').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
            source.Read([new ColumnRequest("p", ColumnForm.Number)], default).SelectMany(chunk => ((NumberColumn)chunk.Columns[0]).Values.ToArray().Take(chunk.RowCount)));
    }

    [Theory]
    [InlineData("7", "'007'", "VARCHAR")]
    [InlineData("'007'", "7", "INTEGER")]
    [InlineData("true", "1", "INTEGER")]
    [InlineData("DATE '2026-01-01'", "TIMESTAMP '2026-01-01 00:00:00'", "TIMESTAMP")]
    [InlineData("TIMESTAMP '2026-01-01 00:00:00'", "TIMESTAMPTZ '2026-01-01 00:00:00+00'", "TIMESTAMP WITH TIME ZONE")]
    [InlineData("0.5::DOUBLE", "1::DECIMAL(20, 2)", "DECIMAL(20,2)")]
    public void Categories_of_types_that_do_not_go_together_are_refused(string first, string second, string type)
    {
        BadInputException exception = ProblemAssert.Throws(() => SourceRows.Texts(Both(first, second), "p"), "MMOE2305 b.parquet");
        Assert.Contains($" {type}, ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_number_that_is_no_double_is_refused_where_another_file_has_fractions()
    {
        BadInputException exception = ProblemAssert.Throws(
            () => SourceRows.Texts(Both("0.5::DOUBLE", "9007199254740993"), "p"), "MMOE2301 b.parquet");
        Assert.Contains("BIGINT", exception.Message, StringComparison.Ordinal);
        Assert.Equal(["0.5", ""], SourceRows.Texts(Both("0.5::DOUBLE", "NULL::BIGINT"), "p"));
    }

    [Theory]
    [InlineData("[1, 2]", "INTEGER[]")]
    [InlineData("{'x': 0}", "STRUCT(x INTEGER)")]
    [InlineData("MAP {'k': 1}", "MAP(VARCHAR, INTEGER)")]
    public void Lists_structures_and_maps_are_refused_with_their_type(string value, string type)
    {
        var source = new ParquetDataSource(new() { Path = _files.Parquet($"SELECT {value} AS p, 1 AS n", "a.parquet") });
        Assert.Equal(["1"], SourceRows.Texts(source, "n"));
        foreach (ColumnForm form in new[] { ColumnForm.Text, ColumnForm.Number })
        {
            BadInputException exception = ProblemAssert.Throws(() => source.Read([new ColumnRequest("p", form)], default).ToArray(), "MMOE2304 a.parquet");
            Assert.Contains($" {type}, ", exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Dates_are_no_numbers() => Refuses(
        "MMOE2304 a.parquet",
        () => Both("DATE '2026-01-01'", "DATE '2026-01-02'").Read([new ColumnRequest("p", ColumnForm.Number)], default).ToArray());

    /// <summary>Spark, Impala and ClickHouse may write texts as bytes.</summary>
    [Fact]
    public void Bytes_are_texts_in_utf8_in_every_form()
    {
        ParquetDataSource source = Both("encode('café, the 東京 of texts')", "'café, the 東京 of texts'");
        Assert.Single(SourceRows.Texts(source, "p").Distinct());
        Assert.Equal("café, the 東京 of texts", SourceRows.Texts(source, "p")[0]);
        TableChunk kept = source.Read([new ColumnRequest("p", ColumnForm.Identifier)], default).First();
        Assert.Equal("café, the 東京 of texts", ((TextColumn)kept.Columns[0]).Values.Span[0]);
    }

    [Theory]
    [InlineData(ColumnForm.Text)]
    [InlineData(ColumnForm.Identifier)]
    [InlineData(ColumnForm.Number)]
    public void Bytes_that_are_no_utf8_are_refused_with_their_row(ColumnForm form)
    {
        string path = _files.Parquet("SELECT CASE WHEN range = 2500 THEN '\\xC3\\x28'::BLOB ELSE encode('7') END AS p FROM range(5000)", "a.parquet");
        Refuses(
            "MMOE2303 a.parquet, row 2501",
            () => new ParquetDataSource(new() { Path = path }).Read([new ColumnRequest("p", form)], default).ToArray());
    }

    [Fact]
    public void Points_in_time_are_in_utc_and_their_unit_does_not_matter()
    {
        Assert.Equal(
            ["2026-01-01 00:00:00.5+00", "2026-01-01 00:00:00.5+00"],
            SourceRows.Texts(Both("TIMESTAMPTZ '2026-01-01 03:30:00.5+03:30'", "TIMESTAMPTZ '2025-12-31 19:00:00.5-05'"), "p"));
        Assert.Single(SourceRows.Texts(Both("TIMESTAMP_NS '2026-01-01 00:00:00.25'", "TIMESTAMP_MS '2026-01-01 00:00:00.25'"), "p").Distinct());
    }

    /// <summary>The engine calls the second one <c>price_1</c>.</summary>
    [Fact]
    public void Columns_that_differ_in_case_are_two_and_one_name_twice_is_refused()
    {
        byte[] written = File.ReadAllBytes(_files.Parquet("SELECT 1 AS Price_, [1, 2] AS nested, 2 AS price2", "written.parquet"));
        var source = new ParquetDataSource(new() { Path = _files.Bytes(Renamed(written, "Price_", "PRICE2"), "case.parquet") });
        Assert.Equal(["PRICE2", "nested", "price2"], source.ReadColumnNames(default).AsEnumerable());
        Assert.Equal(["1|2"], SourceRows.Texts(source, "PRICE2", "price2"));

        var twice = new ParquetDataSource(new() { Path = _files.Bytes(Renamed(written, "Price_", "price2"), "twice.parquet") });
        Refuses("MMOE2112 twice.parquet", () => twice.ReadColumnNames(default));
    }

    [Fact]
    public void A_column_that_a_later_file_lacks_is_refused()
    {
        _files.Parquet("SELECT 1 AS p, 2 AS q", "a.parquet");
        _files.Parquet("SELECT 1 AS q", "b.parquet");
        var source = new ParquetDataSource(new() { Files = new() { Patterns = [_files.PathOf("*.parquet")] } });
        Assert.Equal(["2", "1"], SourceRows.Texts(source, "q"));
        Refuses("MMOE2111 b.parquet", () => SourceRows.Texts(source, "p"));
    }

    private static byte[] Renamed(byte[] file, string from, string to) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(file).Replace(from, to, StringComparison.Ordinal));

    private ParquetDataSource Both(string first, string second) => new(new()
    {
        Files = new() { Paths = [_files.Parquet($"SELECT {first} AS p", "a.parquet"), _files.Parquet($"SELECT {second} AS p", "b.parquet")] },
    });

    private static void Refuses(string problem, Func<object> read) => ProblemAssert.Throws(read, problem);
}
