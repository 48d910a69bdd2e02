using DuckDB.NET.Data;

namespace MmoePipeline.Testing.Tests;

/// <summary>A folder with a small table as CSV and as Parquet, and a file of vectors.</summary>
internal sealed class TableFolder : IDisposable
{
    public TableFolder()
    {
        File.WriteAllLines(
            System.IO.Path.Combine(Path, "table.csv"),
            Enumerable.Range(0, 20).Select(row => $"{row},{row / 2.0},text{row % 3}").Prepend("number,half,text"));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"COPY (SELECT range AS number, range / 2 AS half, 'text' || range % 3 AS text, range(range % 4) AS items, CASE WHEN range % 5 > 0 THEN ['a', NULL] END AS tags FROM range(20)) TO '{Path}/table.parquet'";
        command.ExecuteNonQuery();
        Directory.CreateDirectory($"{Path}/vectors");
        command.CommandText = $"COPY (SELECT 'v' || range AS id, [range, 1 - range / 2] AS v FROM range(5)) TO '{Path}/vectors/vectors.parquet' (FORMAT parquet)";
        command.ExecuteNonQuery();
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("mmoe-conformance").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
