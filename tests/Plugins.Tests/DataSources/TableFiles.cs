using DuckDB.NET.Data;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>A folder of a test's own, for tables.</summary>
internal sealed class TableFiles : IDisposable
{
    /// <summary>The folder's path.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("mmoe-tables").FullName;

    /// <summary>The path of a file in it, whose folders are made.</summary>
    public string PathOf(params string[] parts)
    {
        string path = Path.Combine([Folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    /// <summary>Writes a text.</summary>
    public string Text(string content, params string[] parts)
    {
        string path = PathOf(parts);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes bytes.</summary>
    public string Bytes(byte[] content, params string[] parts)
    {
        string path = PathOf(parts);
        File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>Writes the rows of a query.</summary>
    public string Parquet(string query, params string[] parts)
    {
        string path = PathOf(parts);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SET TimeZone = 'UTC'; COPY ({query}) TO '{path}' (FORMAT parquet)";
        command.ExecuteNonQuery();
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
