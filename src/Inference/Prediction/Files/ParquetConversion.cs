using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace MmoePipeline.Inference.Prediction.Files;

/// <summary>Makes a Parquet file out of rows of separated values, as <see cref="CsvWriter"/> writes them; neither is held in memory.</summary>
internal static partial class ParquetConversion
{
    /// <summary>Converts a file.</summary>
    /// <param name="csv">The rows, below a line with the columns' names.</param>
    /// <param name="parquet">The new file.</param>
    /// <param name="columns">The columns.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Convert(string csv, string parquet, ImmutableArray<PredictionColumn> columns)
    {
        string types = string.Join(", ", columns.Select(column => $"{Text(column.Name)}: '{SqlType(column.Type)}'"));
        try
        {
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();

            // Nothing is guessed: a folder called KEY=VALUE on the way to the file is not a column, and no extension is loaded.
            command.CommandText =
                "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; "
                + $"COPY (SELECT * FROM read_csv({Text(PatternCharacters().Replace(csv, "[$0]"))}, header = true, delim = ',', quote = '\"', escape = '\"', auto_detect = false, hive_partitioning = false, compression = 'none', "
                + $"nullstr = '', allow_quoted_nulls = false, parallel = false, columns = {{{types}}})) TO {Text(parquet)} (FORMAT parquet, COMPRESSION zstd)";
            command.ExecuteNonQuery();
        }
        catch (DuckDBException exception)
        {
            throw new IOException($"the predictions can't be written as Parquet: {exception.Message.Split('\n')[0]}", exception);
        }
    }

    private static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string SqlType(PredictionColumnType type) => type switch
    {
        PredictionColumnType.Integer => "BIGINT",
        PredictionColumnType.Number => "DOUBLE",
        _ => "VARCHAR",
    };

    /// <summary>Where the engine takes a pattern, the path stands for nothing but itself.</summary>
    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex PatternCharacters();
}
