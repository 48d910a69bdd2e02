using MmoePipeline.Data;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.Splits.Modulo;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>Files of the cache of encoded columns, damaged: unless all bytes are as they were, a file is not used.</summary>
internal sealed class EncodedFileTarget : IFuzzTarget
{
    private static readonly byte[][] Pieces = [[0], [0xFF, 0xFF, 0xFF, 0x7F], [.. "{\"Encoding\":"u8]];

    private readonly Lazy<byte[]> _whole = new(Encode);

    /// <inheritdoc/>
    public string Name => "cache";

    /// <inheritdoc/>
    public int Share => 15;

    /// <inheritdoc/>
    public bool IsRefused(Random random, string folder)
    {
        byte[] bytes = Damage.Of(random, _whole.Value, Pieces);
        string path = Path.Combine(folder, "key.columns");
        File.WriteAllBytes(path, bytes);
        using EncodedFile? file = EncodedFile.Open(path);
        return file is null ? true
            : bytes.AsSpan().SequenceEqual(_whole.Value) ? false
            : throw new FuzzException("a damaged file was used");
    }

    private static byte[] Encode()
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-fuzz-cache").FullName;
        try
        {
            string csv = Path.Combine(folder, "rows.csv");
            File.WriteAllLines(
                csv, ["c,n,l", .. Enumerable.Range(0, 400).Select(row => row % 50 == 49 ? "x,y,z,bad" : $"v{row % 17},{row},{(row / 10 % 2 == 0 ? "yes" : "no")}")]);
            IDataSource source = new CsvDataSource(new CsvDataSourceOptions { Path = csv });
            ImmutableArray<ITask> tasks = [new BinaryTask(new BinaryTaskOptions { Name = "l", Label = "l", Positive = "yes" })];
            return File.ReadAllBytes(TableEncoder.EncodeTo(
                folder,
                source,
                new FeatureOptions { Categorical = ["c"], Numeric = ["n"] },
                new ModuloSplit(new ModuloSplitOptions()),
                new BadRowOptions { Policy = BadRowPolicy.Quarantine, Limit = 1 },
                tasks,
                CancellationToken.None));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
