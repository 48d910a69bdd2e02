using System.IO.Compression;
using System.Text;
using MmoePipeline.Plugins.DataSources.Csv;
using ZstdSharp;
using ZstdSharp.Unsafe;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>Compressed files that are not whole: the engine reads as far as it can, and doesn't look at the checksums of gzip.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const int Rows = 40_000;

    private readonly TableFiles _files = new();
    private readonly byte[] _text = Encoding.UTF8.GetBytes("n,t\n" + string.Concat(Enumerable.Range(0, Rows).Select(row => $"{row},red\n")));

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData(CompressionLevel.Fastest)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Gzip_has_to_be_whole(CompressionLevel level)
    {
        byte[] whole = Gzip(_text, level);
        Assert.Null(Problem(whole, ".gz"));
        for (int cut = 1; cut <= 24; cut++)
        {
            Assert.StartsWith("MMOE2113 ", Problem(whole[..^cut], ".gz"), StringComparison.Ordinal);
        }

        Assert.StartsWith("MMOE2113 ", Problem(whole[..(whole.Length / 2)], ".gz"), StringComparison.Ordinal);
        Assert.StartsWith("MMOE2113 ", Problem([.. whole, 1, 2, 3, 4], ".gz"), StringComparison.Ordinal);
        foreach (int place in new[] { whole.Length / 2, whole.Length - 1, whole.Length - 6 })
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= 1;
            Assert.StartsWith("MMOE2113 ", Problem(flipped, ".gz"), StringComparison.Ordinal);
        }
    }

    /// <summary>The rows before the cut are whole: no line would be found wrong.</summary>
    [Fact]
    public void Gzip_that_ends_with_a_row_is_refused()
    {
        byte[] content = Gzip(_text, CompressionLevel.NoCompression);
        int end = content.AsSpan()[..30_000].LastIndexOf((byte)'\n') + 1;
        Assert.StartsWith("MMOE2113 ", Problem(content[..end], ".gz"), StringComparison.Ordinal);
    }

    [Fact]
    public void Gzip_of_several_members_is_read_and_each_has_to_be_whole()
    {
        byte[] more = Gzip(Encoding.UTF8.GetBytes("7,blue\n"), CompressionLevel.Optimal);
        byte[] first = Gzip(_text, CompressionLevel.Fastest);
        string path = _files.Bytes([.. first, .. more, .. more], "members.csv.gz");
        Assert.Equal(["7|blue", "7|blue"], SourceRows.Texts(new CsvDataSource(new() { Path = path }), "n", "t").Skip(Rows));
        for (int cut = 1; cut < more.Length; cut++)
        {
            Assert.StartsWith("MMOE2113 ", Problem([.. first, .. more[..^cut]], ".gz"), StringComparison.Ordinal);
        }

        byte[] flipped = [.. first, .. more];
        flipped[first.Length - 7] ^= 1;
        Assert.StartsWith("MMOE2113 ", Problem(flipped, ".gz"), StringComparison.Ordinal);
    }

    [Fact]
    public void Zstandard_has_to_be_whole()
    {
        byte[] whole = Zstd(_text, hasChecksum: true);
        Assert.Null(Problem(whole, ".zst"));
        Assert.Null(Problem(Zstd(_text, hasChecksum: false), ".zst"));
        foreach (int cut in new[] { 1, 4, 5, 9, whole.Length / 2 })
        {
            Assert.StartsWith("MMOE2113 ", Problem(whole[..^cut], ".zst"), StringComparison.Ordinal);
        }

        byte[] flipped = [.. whole];
        flipped[^1] ^= 1;
        Assert.StartsWith("MMOE2113 ", Problem(flipped, ".zst"), StringComparison.Ordinal);
        Assert.StartsWith("MMOE2113 ", Problem([.. whole, .. whole[..9]], ".zst"), StringComparison.Ordinal);
    }

    /// <summary>Rows of a file in zstd are found by their lines, and left out, as those of other files.</summary>
    [Fact]
    public void The_line_in_zstandard_is_the_files_own()
    {
        string path = _files.Bytes(Zstd("a,b\n1,\"x\ny\"\n\n2,z\n3\n"u8.ToArray(), hasChecksum: true), "rows.csv.zst");
        var source = new CsvDataSource(new() { Path = path });
        Assert.EndsWith("rows.csv.zst:5", source.DescribeRow(1), StringComparison.Ordinal);
        ProblemAssert.Throws(() => SourceRows.Texts(source, "a"), "MMOE2206 rows.csv.zst:6");
        Assert.Single(source.ReadTolerantly([new("a", Data.ColumnForm.Text)], default).SelectMany(chunk => chunk.Unreadable));
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.csv.zst")]
    public void A_compression_that_the_name_does_not_say_is_refused(string name)
    {
        string path = _files.Bytes(Gzip(_text, CompressionLevel.Fastest), name);
        ProblemAssert.Throws(() => new CsvDataSource(new() { Path = path }).ReadColumnNames(default), $"MMOE2203 {name}");
    }

    /// <summary>What is wrong with a file; null if all of its rows are read.</summary>
    private string? Problem(byte[] content, string ending)
    {
        string path = _files.Bytes(content, $"rows.csv{ending}");
        try
        {
            List<string> rows = SourceRows.Texts(new CsvDataSource(new() { Path = path }), "n");
            Assert.Equal(Enumerable.Range(0, Rows).Select(row => $"{row}"), rows);
            return null;
        }
        catch (BadInputException exception)
        {
            return exception.Message;
        }
    }

    private static byte[] Gzip(byte[] content, CompressionLevel level)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, level))
        {
            gzip.Write(content);
        }

        return compressed.ToArray();
    }

    private static byte[] Zstd(byte[] content, bool hasChecksum)
    {
        using var compressor = new Compressor(3);
        compressor.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, hasChecksum ? 1 : 0);
        return compressor.Wrap(content).ToArray();
    }
}
