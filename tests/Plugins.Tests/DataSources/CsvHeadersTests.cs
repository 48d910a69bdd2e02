using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>Names of columns, and the lines that messages name.</summary>
public sealed class CsvHeadersTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>To the engine both are one name.</summary>
    [Fact]
    public void Columns_that_differ_in_case_are_two()
    {
        CsvDataSource source = Source("Price,price\n1,2\n");
        Assert.Equal(["Price", "price"], source.ReadColumnNames(default).AsEnumerable());
        Assert.Equal(["2|1"], SourceRows.Texts(source, "price", "Price"));
        Assert.Equal(["2|1"], SourceRows.Texts(Source("1,2\n", new() { Columns = ["A", "a"] }), "a", "A"));
    }

    [Fact]
    public void A_name_that_is_there_twice_is_refused() => Refuses(
        "MMOE2112 rows.csv:1", () => Source("price,n,price\n1,2,3\n").ReadColumnNames(default));

    [Theory]
    [InlineData("\"a\nb\", c ,\"d \"\"e\"\"\",\n1,2,3,4\n", ",", "a\nb;c;d \"e\";column3")]
    [InlineData("\uFEFFa;b\n1;2\n", ";", "a;b")]
    [InlineData("\uFEFF\"a\";b\r\n1;2\r\n", ";", "a;b")]
    [InlineData("a::b:c::d\n1::2::3\n", "::", "a;b:c;d")]
    [InlineData("a, \"b, c\", d\n1, 2, 3\n", ", ", "a;b, c;d")]
    [InlineData("a\"b,c\r1,2\r", ",", "a\"b;c")]
    [InlineData("\"a\"  \"b\"\"\" ,\"c\" \"\"\"\nd\"\n\"1\",2\n", ",", "a  b\";c \"\nd")]
    [InlineData("\"a\" , \"b, c\",  \"d\"\n\"1\"  , \"2\",3\n", ",", "a;b, c;\"d\"")]
    public void A_header_is_split_as_rows_are(string text, string delimiter, string names)
    {
        CsvDataSource source = Source(text, new() { Delimiter = delimiter });
        Assert.Equal(names, string.Join(';', source.ReadColumnNames(default)));
        Assert.Equal("1|2", SourceRows.Texts(source, [.. source.ReadColumnNames(default).Take(2)])[0]);
    }

    [Theory]
    [InlineData("\"a\"b,c\n1,2\n")]
    [InlineData("\"a,c\n1,2\n")]
    [InlineData(" \"a,c\n1,2\n")]
    [InlineData("\"a\" \",c\n1,2\n")]
    public void A_header_with_wrong_quotes_is_refused(string text) =>
        Refuses("MMOE2207 rows.csv:1", () => Source(text).ReadColumnNames(default));

    [Theory]
    [InlineData("c,d,clicked\na,x,0\n")]
    [InlineData("C,\"d\",Clicked\na,x,0\n")]
    [InlineData("d,c,clicked\na,x,0\n")]
    public void A_header_where_the_options_name_the_columns_is_refused(string text) =>
        Refuses("MMOE2205 rows.csv:1", () => SourceRows.Texts(Source(text, new() { Columns = ["c", "d", "clicked"] }), "c"));

    [Fact]
    public void A_first_row_that_has_some_of_the_names_is_a_row() =>
        Assert.Equal(["c", "a"], SourceRows.Texts(Source("c,x,clicked\na,x,0\n", new() { Columns = ["c", "d", "clicked"] }), "c"));

    /// <summary>A quote counts at the beginning of a value only, and a value begins after the whole delimiter, not after its last letter.</summary>
    [Theory]
    [InlineData(", ", "a 40 \"wide", 20)]
    [InlineData("::", "a:\"wide", 20)]
    [InlineData("aab", "xb\"wide", 20)]
    [InlineData("→", "x\"wide", 20)]
    [InlineData("|", "\"a\nb\"", 3)]
    [InlineData("|", " \"a\nb\" ", 3)]
    [InlineData("|", "  \"a", 3)]
    [InlineData("|", "\"a\"  \"b\nc\"", 3)]
    [InlineData(" ", "\"a\nb\"", 3)]
    public void The_line_of_a_row_is_right_in_every_dialect(string delimiter, string text, int odd)
    {
        string[] rows = [.. Enumerable.Range(0, 200).Select(row => string.Join(delimiter, $"{row}", row == odd ? text : "thing"))];
        rows[150] = "broken";
        CsvDataSource source = Source($"n{delimiter}t\n{string.Join('\n', rows)}\n", new() { Delimiter = delimiter });
        int extra = text.Count(letter => letter == '\n');
        Assert.EndsWith($"rows.csv:{2 + 100 + extra}", source.DescribeRow(100), StringComparison.Ordinal);
        Refuses($"MMOE2206 rows.csv:{2 + 150 + extra}", () => SourceRows.Texts(source, "n"));
        (long row, _) = Assert.Single(source.ReadTolerantly([new ColumnRequest("n", ColumnForm.Text)], default)
            .SelectMany(chunk => chunk.Unreadable.Select(broken => (chunk.FirstRow + broken.Row, broken.Text))));
        Assert.Equal(150, row);
    }

    private CsvDataSource Source(string content, CsvDataSourceOptions? options = null) =>
        new((options ?? new()) with { Path = _files.Text(content, "rows.csv") });

    private static void Refuses(string problem, Func<object> read) => ProblemAssert.Throws(read, problem);
}
