using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Data;
using MmoePipeline.Host.Composition;
using MmoePipeline.Host.Data;

namespace MmoePipeline.Host.Tests;

public sealed class EncodedTableCacheTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-cache").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_second_time_nothing_is_read()
    {
        SourceOfRows source = Tables.Good();
        string[] first = Content(source);
        Assert.Equal(first, Content(source));
        Assert.Equal(1, source.Readings);
    }

    [Fact]
    public void A_kept_table_is_the_one_that_was_encoded()
    {
        using EncodedTable encoded = Tables.Encode(Tables.Good());
        Assert.Equal(Content(encoded), Content(Tables.Good()));
        Assert.Equal(Content(encoded), Content(Tables.Good()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_file_is_made_anew(int at)
    {
        SourceOfRows source = Tables.Good();
        string[] first = Content(source);
        string file = Directory.EnumerateFiles(_folder).Single();
        byte[] content = File.ReadAllBytes(file);
        content[at < 0 ? content.Length + at : at] ^= 1;
        File.WriteAllBytes(file, content);

        Assert.Equal(first, Content(source));
        Assert.Equal(2, source.Readings);
        Assert.Equal(first, Content(source));
        Assert.Equal(2, source.Readings);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_made_anew()
    {
        SourceOfRows source = Tables.Good();
        string[] first = Content(source);
        string file = Directory.EnumerateFiles(_folder).Single();
        foreach (int length in new[] { 0, 3, 40 })
        {
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
            Assert.Equal(first, Content(source));
        }

        Assert.Equal(4, source.Readings);
    }

    [Fact]
    public void Nothing_but_the_table_is_left_in_the_folder()
    {
        Content(Tables.Good());
        Assert.EndsWith(".columns", Assert.Single(Directory.EnumerateFileSystemEntries(_folder)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_cannot_be_encoded_leaves_nothing_in_the_folder()
    {
        Assert.Throws<BadInputException>(() => Load(Tables.Source(["red", "x", "yes"])));
        Assert.Throws<BadInputException>(() => Load(Tables.Source(
            [.. Enumerable.Range(0, 8).Select(_ => new[] { "red", "1", "no" })])));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_source_that_fails_is_no_trouble_of_the_cache()
    {
        var source = new FailingSource(Tables.Good());
        BadInputException exception = Assert.Throws<BadInputException>(() => Load(source));
        Assert.Equal(["rows.csv: can't be read: the line is cut"], exception.Problems.AsEnumerable());
        Assert.Equal(1, source.Readings);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void Other_features_splits_and_rows_have_keys_of_their_own()
    {
        DataOptions options = Options(Tables.Good());
        string[] keys =
        [
            EncodedTableCache.Key("rows", options, Tables.Tasks),
            EncodedTableCache.Key("other rows", options, Tables.Tasks),
            EncodedTableCache.Key("rows", options with { Split = Tables.Split with { Train = "0" } }, Tables.Tasks),
            EncodedTableCache.Key("rows", options with { Features = new() { Categorical = ["price", "colour"] } }, Tables.Tasks),
        ];
        Assert.Equal(4, keys.Distinct().Count());

        // The length of embeddings is the network's, not the table's.
        Assert.Equal(
            keys[0], EncodedTableCache.Key("rows", options with { Features = Tables.Features with { EmbeddingDimension = 99 } }, Tables.Tasks));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_stops_nothing()
    {
        string file = Path.Combine(_folder, "a-file");
        File.WriteAllText(file, "");
        DataOptions options = Options(Tables.Good()) with { Cache = Path.Combine(file, "inside") };
        using EncodedTable table = EncodedTable.Load(Tables.Good(), options, Tables.Tasks, NullLogger.Instance, default);
        Assert.Equal(4, table.Training.Rows);
    }

    private EncodedTable Load(IDataSource source) =>
        EncodedTable.Load(source, Options(source), Tables.Tasks, NullLogger.Instance, default);

    /// <summary>Loads a table, and lets go of its file before anyone writes to it.</summary>
    private string[] Content(IDataSource source)
    {
        using EncodedTable table = Load(source);
        return Content(table);
    }

    private static string[] Content(EncodedTable table) =>
    [
        string.Join(',', table.Encoding.Categorical[0].Values),
        string.Join(',', table.Encoding.Numeric),
        .. new[] { table.Training, table.Validation, table.Test }.SelectMany(rows => new[]
        {
            string.Join(',', Tables.Codes(rows)),
            string.Join(',', rows.Numeric[0].Values.ToArray()),
            string.Join(',', rows.Targets[0].Values.ToArray()),
        }),
    ];

    private DataOptions Options(IDataSource source) => new()
    {
        Source = Tables.Slot(source),
        Split = Tables.Split,
        Features = Tables.Features,
        Cache = _folder,
    };

    /// <summary>A source that fails after its first chunk.</summary>
    private sealed class FailingSource(SourceOfRows rows) : IDataSource
    {
        public int Readings => rows.Readings;

        public string Description => rows.Description;

        public string Fingerprint(CancellationToken cancellation) => "failing";

        public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => rows.ReadColumnNames(cancellation);

        public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation)
        {
            yield return rows.Read(columns, cancellation).First();
            throw new IOException("the line is cut");
        }

        public string DescribeRow(long row) => rows.DescribeRow(row);
    }
}
