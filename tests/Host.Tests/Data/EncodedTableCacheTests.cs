using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Host.Tests.Data;

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
        BadInputException exception = ProblemAssert.Throws(() => Load(source), "MMOE2405 rows.csv");
        Assert.Contains("the line is cut", exception.Message, StringComparison.Ordinal);
        Assert.Equal(1, source.Readings);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    /// <summary>The same fingerprint, as that of a large file whose content isn't hashed, but other rows or columns.</summary>
    [Fact]
    public void A_kept_table_that_is_not_of_the_source_is_encoded_again()
    {
        var source = new CountedSource(Tables.Good());
        Content(source);
        Content(source);
        Assert.Equal(1, source.Rows.Readings);

        source.Count = 9;
        Content(source);
        Assert.Equal(2, source.Rows.Readings);

        source.Count = null;
        source.More = ["weight"];
        Content(source);
        Assert.Equal(3, source.Rows.Readings);
        Content(source);
        Assert.Equal(3, source.Rows.Readings);
    }

    /// <summary>A limit of two and a half tables: with the third one, the one that wasn't used for the longest time goes.</summary>
    [Fact]
    public void Tables_that_were_not_used_for_the_longest_time_are_deleted()
    {
        Load(Tables.Good()).Dispose();
        string first = Directory.EnumerateFiles(_folder).Single();
        double limit = 2.5 * new FileInfo(first).Length / (1L << 30);
        string second = Added(Tables.SplitOptions with { Train = "0", Validation = "2" });
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(second, DateTime.UtcNow.AddDays(-1));

        // The first one is used, so the second is the oldest.
        Load(Tables.Good()).Dispose();
        string third = Added(Tables.SplitOptions with { Train = "1", Validation = "2" });
        Assert.Equal(new[] { first, third }.Order(StringComparer.Ordinal), Directory.EnumerateFiles(_folder).Order(StringComparer.Ordinal));

        // However small the limit is, the new table stays.
        limit = 0;
        string fourth = Added(Tables.SplitOptions with { Train = "0-1", Validation = "3", Test = "2" });
        Assert.Equal([fourth], Directory.EnumerateFiles(_folder));

        string Added(ModuloSplitOptions split)
        {
            string[] before = [.. Directory.EnumerateFiles(_folder)];
            EncodedTable.Load(Tables.Good(), Options(Tables.Good()) with { Split = Tables.SplitSlot(split), CacheLimit = limit }, new ModuloSplit(split), Tables.Tasks, NullLogger.Instance, default).Dispose();
            return Directory.EnumerateFiles(_folder).Except(before).Single();
        }
    }

    [Fact]
    public void Other_features_splits_and_rows_have_keys_of_their_own()
    {
        DataOptions options = Options(Tables.Good());
        string[] keys =
        [
            EncodedTableCache.Key("rows", options, Tables.Tasks),
            EncodedTableCache.Key("other rows", options, Tables.Tasks),
            EncodedTableCache.Key("rows", options with { Split = Tables.SplitSlot(Tables.SplitOptions with { Train = "0" }) }, Tables.Tasks),
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
        using EncodedTable table = EncodedTable.Load(Tables.Good(), options, Tables.Split, Tables.Tasks, NullLogger.Instance, default);
        Assert.Equal(4, table.Training.Rows);
    }

    private EncodedTable Load(IDataSource source) =>
        EncodedTable.Load(source, Options(source), Tables.Split, Tables.Tasks, NullLogger.Instance, default);

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
        Split = Tables.SplitSlot(),
        Features = Tables.Features,
        Cache = _folder,
    };

    /// <summary>A source that knows its number of rows.</summary>
    private sealed class CountedSource(SourceOfRows rows) : IDataSource
    {
        public SourceOfRows Rows => rows;

        public long? Count { get; set; } = 8;

        public ImmutableArray<string> More { get; set; } = [];

        public string Description => rows.Description;

        public string Fingerprint(CancellationToken cancellation) => "large file";

        public ImmutableArray<string> ReadColumnNames(CancellationToken cancellation) => [.. rows.ReadColumnNames(cancellation), .. More];

        public IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation) => rows.Read(columns, cancellation);

        public long? CountRows(CancellationToken cancellation) => Count;

        public string DescribeRow(long row) => rows.DescribeRow(row);
    }

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
