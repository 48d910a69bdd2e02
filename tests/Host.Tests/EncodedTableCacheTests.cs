using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Composition;
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
        EncodedTable first = Load(source);
        EncodedTable second = Load(source);
        Assert.Equal(1, source.Readings);
        AssertSame(first, second);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_file_is_made_anew(int at)
    {
        SourceOfRows source = Tables.Good();
        EncodedTable first = Load(source);
        string file = Directory.EnumerateFiles(_folder).Single();
        byte[] content = File.ReadAllBytes(file);
        content[at < 0 ? content.Length + at : at] ^= 1;
        File.WriteAllBytes(file, content);

        AssertSame(first, Load(source));
        Assert.Equal(2, source.Readings);
        Load(source);
        Assert.Equal(2, source.Readings);
    }

    [Fact]
    public void A_file_that_was_cut_off_is_made_anew()
    {
        SourceOfRows source = Tables.Good();
        EncodedTable first = Load(source);
        string file = Directory.EnumerateFiles(_folder).Single();
        foreach (int length in new[] { 0, 3, 40 })
        {
            File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
            AssertSame(first, Load(source));
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
        EncodedTable table = EncodedTable.Load(Tables.Good(), options, Tables.Tasks, NullLogger.Instance, default);
        Assert.Equal(4, table.Training.Rows);
    }

    private EncodedTable Load(SourceOfRows source) =>
        EncodedTable.Load(source, Options(source), Tables.Tasks, NullLogger.Instance, default);

    private DataOptions Options(SourceOfRows source) => new()
    {
        Source = new PluginSlot<IDataSource>(
            new PluginDescriptor
            {
                Kind = "data-source",
                KindType = typeof(IDataSource),
                Name = "rows",
                Type = typeof(SourceOfRows),
                Summary = "",
                Options = null,
                Bind = _ => null,
                Create = (_, _) => source,
            },
            null,
            "data.source"),
        Split = Tables.Split,
        Features = Tables.Features,
        Cache = _folder,
    };

    private static void AssertSame(EncodedTable first, EncodedTable second)
    {
        Assert.Equal(first.Encoding.Categorical[0].Values.AsEnumerable(), second.Encoding.Categorical[0].Values.AsEnumerable());
        Assert.Equal(first.Encoding.Numeric.AsEnumerable(), second.Encoding.Numeric.AsEnumerable());
        foreach ((EncodedRows one, EncodedRows two) in new[]
        {
            (first.Training, second.Training), (first.Validation, second.Validation), (first.Test, second.Test),
        })
        {
            Assert.Equal(one.Rows, two.Rows);
            Assert.Equal(one.Categorical.ToArray(), two.Categorical.ToArray());
            Assert.Equal(one.Numeric.ToArray(), two.Numeric.ToArray());
            Assert.Equal(one.Targets.ToArray(), two.Targets.ToArray());
        }
    }
}
