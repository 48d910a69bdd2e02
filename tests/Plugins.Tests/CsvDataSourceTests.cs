using System.IO.Compression;
using System.Text;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;

namespace MmoePipeline.Plugins.Tests;

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
    public void Rows_keep_their_order_over_many_chunks()
    {
        const int Count = 30_000;
        CsvDataSource source = Source("n\n" + string.Join('\n', Enumerable.Range(0, Count)) + "\n");
        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number}"), Rows(source, "n"));
        long next = 0;
        foreach (TableChunk chunk in source.Read(["n"], default))
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
        BadInputException exception = Assert.Throws<BadInputException>(() => Rows(source, "a", "b"));
        Assert.EndsWith("data.csv:3: has 1 values, 2 are due, one for each column.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_quote_that_never_ends_is_told_with_its_line()
    {
        CsvDataSource source = Source("a,b\n1,\"2\n3,4\n");
        BadInputException exception = Assert.Throws<BadInputException>(() => Rows(source, "a", "b"));
        Assert.EndsWith("data.csv:2: can't be read: Value with unterminated quote found.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_is_told()
    {
        BadInputException exception = Assert.Throws<BadInputException>(() => Source("").ReadColumnNames(default));
        Assert.EndsWith("data.csv: is empty, a line with the columns' names is due.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_gzip_is_told()
    {
        string path = Path.Combine(_folder, "data.csv.gz");
        File.WriteAllText(path, "this is no gzip");
        var source = new CsvDataSource(new() { Path = path, Columns = ["a"] });
        BadInputException exception = Assert.Throws<BadInputException>(() => Rows(source, "a"));
        Assert.Contains("data.csv.gz: can't be read", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SELECT", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_told_with_the_one_that_was_meant()
    {
        File.WriteAllText(Path.Combine(_folder, "census.csv"), "a\n");
        var source = new CsvDataSource(new() { Path = Path.Combine(_folder, "cenus.csv") });
        BadInputException exception = Assert.Throws<BadInputException>(() => source.ReadColumnNames(default));
        Assert.EndsWith("there is no such file; did you mean 'census.csv'?", exception.Message, StringComparison.Ordinal);
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

    private static List<string> Rows(CsvDataSource source, params string[] columns)
    {
        var rows = new List<string>();
        foreach (TableChunk chunk in source.Read(columns, default))
        {
            for (int row = 0; row < chunk.RowCount; row++)
            {
                rows.Add(string.Join('|', chunk.Columns.Select(column => ((TextColumn)column).Values.Span[row])));
            }
        }

        return rows;
    }
}
