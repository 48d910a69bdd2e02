using System.IO.Compression;
using System.Text;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;

namespace MmoePipeline.Plugins.Tests.DataSources;

public sealed class CsvDataSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-csv").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_header_names_the_columns_and_quotes_hold_delimiters()
    {
        CsvDataSource source = Source("a,b c,d\n1,\"x, y\",\"say \"\"so\"\"\"\n2,,z\n");
        Assert.Equal(["a", "b c", "d"], source.ReadColumnNames(default).AsEnumerable());
        Assert.Equal(["1|x, y", "2|"], Rows(source, "a", "b c"));
        Assert.Equal(["say \"so\"|1", "z|2"], Rows(source, "d", "a"));
        Assert.EndsWith(":3", source.DescribeRow(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_header_the_options_name_the_columns()
    {
        CsvDataSource source = Source("1, x\n2, ?\n", new() { Path = "", Columns = ["n", "t"], Delimiter = ", " });
        Assert.Equal(["1|x", "2|?"], Rows(source, "n", "t"));
        Assert.EndsWith(":2", source.DescribeRow(1), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_read_as_such_and_what_is_none_is_kept()
    {
        CsvDataSource source = Source("n\n1.5\n-2e3\n\"\"\ncheap\nNaN\n");
        TableChunk chunk = source.Read([new("n", ColumnForm.Number)], default).Single();
        var numbers = (NumberColumn)chunk.Columns[0];
        Assert.Equal([1.5, -2000, double.NaN, double.NaN, double.NaN], numbers.Values.Span[..chunk.RowCount].ToArray());
        Assert.Equal([(3, "cheap"), (4, "NaN")], numbers.Unreadable!.Select(pair => (pair.Key, pair.Value)));
    }

    /// <summary>In the engine, texts of up to 12 bytes are in their vector, longer ones elsewhere.</summary>
    [Fact]
    public void Texts_of_every_length_and_script_are_read()
    {
        string[] texts = ["a", "twelve bytes", "thirteen byte", "Zürich", "東京都千代田区", new string('x', 5000)];
        Assert.Equal(texts, Rows(Source("t\n" + string.Join('\n', texts) + "\n"), "t"));
    }

    [Fact]
    public void A_text_has_one_code_however_often_it_is_there()
    {
        const int Count = 30_000;
        CsvDataSource source = Source("t\n" + string.Join('\n', Enumerable.Range(0, Count).Select(row => $"value {row % 5000}")) + "\n");
        IReadOnlyList<string>? texts = null;
        foreach (TableChunk chunk in source.Read([new("t", ColumnForm.Text)], default))
        {
            var column = (CodedTextColumn)chunk.Columns[0];
            Assert.Same(texts ??= column.Texts, column.Texts);
        }

        Assert.Equal(Enumerable.Range(0, 5000).Select(value => $"value {value}"), texts);
    }

    [Fact]
    public void A_reading_ends_when_it_is_cancelled()
    {
        CsvDataSource source = Source("n\n" + string.Join('\n', Enumerable.Range(0, 30_000)) + "\n");
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (TableChunk _ in source.Read([new("n", ColumnForm.Text)], cancellation.Token))
            {
                cancellation.Cancel();
            }
        });
    }

    [Fact]
    public void Rows_keep_their_order_over_many_chunks()
    {
        const int Count = 30_000;
        CsvDataSource source = Source("n\n" + string.Join('\n', Enumerable.Range(0, Count)) + "\n");
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number}"), Rows(source, "n"));
        long next = 0;
        foreach (TableChunk chunk in source.Read([new("n", ColumnForm.Text)], default))
        {
            Assert.Equal(next, chunk.FirstRow);
            next += chunk.RowCount;
        }
    }

    [Fact]
    public void Gzip_is_read_by_its_name()
    {
        string path = Path.Combine(_folder, "data.csv.gz");
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            gzip.Write(Encoding.UTF8.GetBytes("a\nx\n"));
        }

        Assert.Equal(["x"], Rows(new CsvDataSource(new() { Path = path }), "a"));
    }

    [Fact]
    public void A_line_with_too_few_values_is_told_with_its_number()
    {
        CsvDataSource source = Source("a,b\n1,2\n3\n4,5\n");
        ProblemAssert.Throws(() => Rows(source, "a", "b"), "MMOE2206 data.csv:3");
    }

    [Fact]
    public void A_quote_that_never_ends_is_told_with_its_line()
    {
        CsvDataSource source = Source("a,b\n1,\"2\n3,4\n");
        ProblemAssert.Throws(() => Rows(source, "a", "b"), "MMOE2209 data.csv:2");
    }

    [Fact]
    public void An_empty_file_is_told()
    {
        ProblemAssert.Throws(() => Source("").ReadColumnNames(default), "MMOE2201 data.csv");
    }

    [Fact]
    public void A_damaged_gzip_is_told()
    {
        string path = Path.Combine(_folder, "data.csv.gz");
        File.WriteAllText(path, "this is no gzip");
        var source = new CsvDataSource(new() { Path = path, Columns = ["a"] });
        BadInputException exception = ProblemAssert.Throws(() => Rows(source, "a"), "MMOE2113 data.csv.gz");
        Assert.DoesNotContain("SELECT", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_the_one_that_was_meant()
    {
        File.WriteAllText(Path.Combine(_folder, "census.csv"), "a\n");
        var source = new CsvDataSource(new() { Path = Path.Combine(_folder, "cenus.csv") });
        BadInputException exception = ProblemAssert.Throws(() => source.ReadColumnNames(default), "MMOE2101 cenus.csv");
        Assert.Contains("'census.csv'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_tells_content_and_options_apart()
    {
        string[] fingerprints =
        [
            Source("a\nx\n").Fingerprint(default),
            Source("a\ny\n").Fingerprint(default),
            Source("a\nx\n", new() { Path = "", Columns = ["b"] }).Fingerprint(default),
            Source("a\nx\n", new() { Path = "", Delimiter = ";" }).Fingerprint(default),
        ];
        Assert.Equal(4, fingerprints.Distinct().Count());
        Assert.Equal(fingerprints[0], Source("a\nx\n").Fingerprint(default));
    }

    private CsvDataSource Source(string content, CsvDataSourceOptions? options = null)
    {
        string path = Path.Combine(_folder, "data.csv");
        File.WriteAllText(path, content);
        return new CsvDataSource((options ?? new() { Path = "" }) with { Path = path });
    }

    private static List<string> Rows(CsvDataSource source, params string[] columns) => SourceRows.Texts(source, columns);
}
