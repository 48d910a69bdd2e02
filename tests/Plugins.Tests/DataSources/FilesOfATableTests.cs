using System.Diagnostics;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.DataSources.Files;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>Which files are read, in which order, and which are refused.</summary>
public sealed class FilesOfATableTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>The engine takes a path for a pattern and would read the other file; both are there.</summary>
    [Theory]
    [InlineData("rows[1].csv", "rows1.csv")]
    [InlineData("row?.csv", "rows.csv")]
    [InlineData("part*.csv", "part-1.csv")]
    [InlineData("{a,b}.csv", "a.csv")]
    public void A_path_is_the_file_of_that_name_and_no_other(string name, string other)
    {
        string path = _files.Text("t\nright\n", name);
        _files.Text("t\nwrong\n", other);
        Assert.Equal(["right"], SourceRows.Texts(new CsvDataSource(new() { Path = path }), "t"));

        string parquet = _files.Parquet("SELECT 'right' AS t", "copy.parquet");
        _files.Parquet("SELECT 'wrong' AS t", other.Replace(".csv", ".parquet", StringComparison.Ordinal));
        string named = _files.PathOf(name.Replace(".csv", ".parquet", StringComparison.Ordinal));
        File.Move(parquet, named);
        Assert.Equal(["right"], SourceRows.Texts(new ParquetDataSource(new() { Path = named }), "t"));
    }

    /// <summary>Where the file isn't there, brackets don't make its name a pattern that another file matches.</summary>
    [Fact]
    public void A_name_with_brackets_that_is_not_there_is_refused()
    {
        _files.Text("t\nwrong\n", "rows1.csv");
        ProblemAssert.Throws(() => SourceRows.Texts(new CsvDataSource(new() { Path = _files.PathOf("rows[1].csv") }), "t"), "MMOE2101 rows[1].csv");
    }

    [Fact]
    public void A_list_is_read_in_its_order_and_a_pattern_in_ordinal_order()
    {
        string ten = _files.Text("t\nten\n", "[x]", "part-10.csv");
        string two = _files.Text("n,t\n1,two\n2,\"t\nwo\"\n", "[x]", "part-2.csv");
        _files.Text("t\nhidden\n", "[x]", ".part-0.csv");
        var list = new CsvDataSource(new() { Files = new() { Paths = [two, ten] } });
        Assert.Equal(["two", "t\nwo", "ten"], SourceRows.Texts(list, "t"));
        Assert.EndsWith("part-2.csv:3", list.DescribeRow(1), StringComparison.Ordinal);
        Assert.EndsWith("part-10.csv:2", list.DescribeRow(2), StringComparison.Ordinal);

        // A row is found without a reading, too.
        Assert.EndsWith("part-10.csv:2", new CsvDataSource(new() { Files = new() { Paths = [two, ten] } }).DescribeRow(2), StringComparison.Ordinal);

        CsvDataSourceOptions pattern = new() { Files = new() { Patterns = [_files.PathOf("[x]", "*.csv")] } };
        Assert.Equal(["ten", "two", "t\nwo"], SourceRows.Texts(new CsvDataSource(pattern), "t"));
        Assert.Equal(["ten", "two", "t\nwo"], SourceRows.Texts(new CsvDataSource(new() { Path = pattern.Files.Patterns[0] }), "t"));
        Assert.Equal(["ten", "two", "t\nwo"], SourceRows.Texts(new CsvDataSource(new() { Files = new() { Patterns = [Path.Combine(_files.Folder, "**", "part-*.csv")] } }), "t"));
        Assert.NotEqual(list.Fingerprint(default), new CsvDataSource(pattern).Fingerprint(default));
    }

    [Fact]
    public void Parquet_takes_the_same_lists()
    {
        string b = _files.Parquet("SELECT 'b' AS t, 1 AS n", "b.parquet");
        string a = _files.Parquet("SELECT 2 AS n, 'a' AS t FROM range(3000)", "a.parquet");
        var list = new ParquetDataSource(new() { Files = new() { Paths = [b, a] } });
        Assert.Equal(["b|1", .. Enumerable.Repeat("a|2", 3000)], SourceRows.Texts(list, "t", "n"));
        Assert.EndsWith("b.parquet, row 1", list.DescribeRow(0), StringComparison.Ordinal);
        Assert.EndsWith("a.parquet, row 3000", list.DescribeRow(3000), StringComparison.Ordinal);
        foreach (ParquetDataSourceOptions pattern in new ParquetDataSourceOptions[] { new() { Files = new() { Patterns = [_files.PathOf("*.parquet")] } }, new() { Path = _files.PathOf("*.parquet") } })
        {
            Assert.Equal([.. Enumerable.Repeat("a|2", 3000), "b|1"], SourceRows.Texts(new ParquetDataSource(pattern), "t", "n"));
        }
    }

    [Fact]
    public void A_file_that_is_named_twice_is_refused()
    {
        string path = _files.Text("t\nx\n", "a.csv");
        Refuses("MMOE2106 a.csv", new CsvDataSource(new() { Files = new() { Paths = [path, path] } }));
    }

    [Fact]
    public void A_broken_row_of_a_later_file_is_reported_in_its_place()
    {
        string first = _files.Text("a,b\n1,2\n", "first.csv");
        string second = _files.Text("b,a\n3,4\n5\n6,7\n", "second.csv");
        var source = new CsvDataSource(new() { Files = new() { Paths = [first, second] } });
        ProblemAssert.Throws(() => SourceRows.Texts(source, "a"), "MMOE2206 second.csv:3");
        var rows = new List<(long Row, bool IsBroken)>();
        foreach (TableChunk chunk in source.ReadTolerantly([new ColumnRequest("a", ColumnForm.Text)], default))
        {
            rows.AddRange(Enumerable.Range(0, chunk.RowCount).Select(row => (chunk.FirstRow + row, chunk.Unreadable.Any(broken => broken.Row == row))));
        }

        Assert.Equal([(0, false), (1, false), (2, true), (3, false)], rows);
        Assert.EndsWith("second.csv:3", source.DescribeRow(2), StringComparison.Ordinal);
        Assert.EndsWith("second.csv:4", source.DescribeRow(3), StringComparison.Ordinal);
    }

    /// <summary>Of a table that a program cut into pieces, often only the first has the header.</summary>
    [Fact]
    public void A_later_file_without_the_header_is_refused()
    {
        string first = _files.Text("a,b\n1,2\n", "first.csv");
        string second = _files.Text("3,4\n5,6\n", "second.csv");
        ProblemAssert.Throws(() => SourceRows.Texts(new CsvDataSource(new() { Files = new() { Paths = [first, second] } }), "a"), "MMOE2111 second.csv:1");
    }

    /// <summary>A pipe is opened several times; the second would wait for ever.</summary>
    [Fact]
    public async Task A_pipe_a_device_and_a_folder_are_refused_at_once()
    {
        string pipe = _files.PathOf("pipe.csv");
        using (var make = Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync();
        }

        foreach (string path in new[] { pipe, "/dev/zero", "/dev/null" })
        {
            string problem = $"MMOE2103 {SourceFile.Describe(path)}";
            await Task.Run(() => Refuses(problem, new CsvDataSource(new() { Path = path }))).WaitAsync(TimeSpan.FromSeconds(60));
            await Task.Run(() => ProblemAssert.Throws(() => new ParquetDataSource(new() { Files = new() { Paths = [path] } }).Fingerprint(default), problem))
                .WaitAsync(TimeSpan.FromSeconds(60));
        }

        Refuses($"MMOE2102 {SourceFile.Describe(_files.Folder)}", new CsvDataSource(new() { Path = _files.Folder }));
    }

    [Fact]
    public void A_file_that_changes_between_its_fingerprint_and_its_rows_is_refused()
    {
        string path = _files.Text("t\nx\n", "a.csv");
        var source = new CsvDataSource(new() { Path = path });
        _ = source.Fingerprint(default);
        File.AppendAllText(path, "y\n");
        ProblemAssert.Throws(() => SourceRows.Texts(source, "t"), "MMOE2107 a.csv");
        _ = source.Fingerprint(default);
        Assert.Equal(["x", "y"], SourceRows.Texts(source, "t"));
    }

    private static void Refuses(string problem, CsvDataSource source) => ProblemAssert.Throws(() => source.Fingerprint(default), problem);
}
