using System.Diagnostics;
using System.IO.Compression;
using DuckDB.NET.Data;
using MmoePipeline.Benchmarks.Measuring;
using MmoePipeline.Benchmarks.Networks;
using MmoePipeline.Benchmarks.Reporting;
using MmoePipeline.Configuration;

namespace MmoePipeline.Benchmarks;

/// <summary>Tables into encoded columns: the census data in three formats, and a generated table of many rows.</summary>
/// <param name="name">The benchmark's name.</param>
/// <param name="generatedRows">Rows of a generated Parquet table of 40 columns; 0 measures the census data instead.</param>
internal sealed class DataBenchmark(string name, int generatedRows) : IBenchmark
{
    private const string CensusPath = "data://census/census-income.csv.gz";
    private const int Rounds = 5;
    private const int CategoricalColumns = 32;
    private const int NumericColumns = 7;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => generatedRows == 0
        ? "the census data into encoded columns, from gzip CSV, CSV and Parquet, and from the cache"
        : $"{generatedRows:N0} generated rows of 40 columns from Parquet: time and peak memory";

    /// <inheritdoc/>
    public ImmutableArray<BenchmarkTable> Run(CancellationToken cancellation)
    {
        string folder = Directory.CreateTempSubdirectory("mmoe-data").FullName;
        try
        {
            return [generatedRows == 0 ? Census(folder, cancellation) : Generated(folder, cancellation)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BenchmarkTable Census(string folder, CancellationToken cancellation)
    {
        string zipped = DataPath.Find(CensusPath, RepositoryFiles.PathOf())
            ?? throw new BadInputException(OptionCodes.MissingDataFile, CensusPath, "is in none of the data folders; './mmoe data get census' gets it.");
        string plain = Path.Combine(folder, "census.csv");
        using (var from = new GZipStream(File.OpenRead(zipped), CompressionMode.Decompress))
        using (FileStream to = File.Create(plain))
        {
            from.CopyTo(to);
        }

        string parquet = Path.Combine(folder, "census.parquet");
        string names = string.Join(", ", CensusLoad.ColumnNames().Select(column => $"'{column}': 'VARCHAR'"));
        Sql($"COPY (SELECT * FROM read_csv('{plain}', delim = ', ', header = false, auto_detect = false, columns = {{{names}}})) TO '{parquet}' (FORMAT parquet)");

        string cache = Path.Combine(folder, "cache");
        CensusLoad.Load($"data.cache={cache}");
        return BenchmarkTable.Of(
            "census data, 99,762 rows of 42 columns",
            Measurement.Interleaved(
                Rounds,
                warmUp: 1,
                cancellation,
                new Alternative("gzip CSV, encoded", () => CensusLoad.Load("data.cache=null")),
                new Alternative("CSV, encoded", () => CensusLoad.Load("data.cache=null", $"data.source.path={plain}")),
                new Alternative("Parquet, encoded", () => CensusLoad.Load("data.cache=null", $$"""data.source={ "type": "parquet", "path": "{{parquet}}" }""")),
                new Alternative("from the cache", () => CensusLoad.Load($"data.cache={cache}"))));
    }

    private BenchmarkTable Generated(string folder, CancellationToken cancellation)
    {
        string parquet = Path.Combine(folder, "rows.parquet");
        string categorical = string.Join(", ", Enumerable.Range(0, CategoricalColumns).Select(column =>
            $"'v' || (hash(range + {column}) % {10 << (column % 12)}) AS c{column}"));
        string numeric = string.Join(", ", Enumerable.Range(0, NumericColumns).Select(column =>
            $"(hash(range * 7 + {column}) % 100000) / 7.0 AS n{column}"));
        Sql($"COPY (SELECT {categorical}, {numeric}, CASE WHEN hash(range) % 3 = 0 THEN '1' ELSE '0' END AS label FROM range({generatedRows})) TO '{parquet}' (FORMAT parquet)");
        cancellation.ThrowIfCancellationRequested();

        ImmutableArray<string> settings =
        [
            $$"""data.source={ "type": "parquet", "path": "{{parquet}}" }""",
            $$"""data.features={ "categorical": [{{Names("c", CategoricalColumns)}}], "numeric": [{{Names("n", NumericColumns)}}] }""",
            """tasks=[{ "name": "label", "type": "binary", "label": "label" }]""",
            $"data.cache={folder}/cache",
        ];
        long start = Stopwatch.GetTimestamp();
        CensusLoad.Load(settings);
        double encoded = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double peak = ProcessMemory.PeakMebibytes();
        start = Stopwatch.GetTimestamp();
        CensusLoad.FirstBatch(settings);
        double cached = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new BenchmarkTable(
            $"{generatedRows:N0} generated rows of 40 columns, Parquet",
            ["seconds", "rows a second", "peak MiB of the process"],
            [
                new BenchmarkRow("encoded", encoded / 1000, generatedRows / encoded * 1000, peak),
                new BenchmarkRow("from the cache to the first batch", cached / 1000, null, ProcessMemory.PeakMebibytes()),
            ]);
    }

    private static string Names(string prefix, int count) =>
        string.Join(", ", Enumerable.Range(0, count).Select(column => $"\"{prefix}{column}\""));

    private static void Sql(string statement)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
