using DuckDB.NET.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>The table engine, in this process and with nothing in it.</summary>
internal static class DuckDbEngine
{
    /// <summary>Starts an engine.</summary>
    /// <returns>A connection to it; with the connection the engine ends.</returns>
    public static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection;
    }

    /// <summary>Runs a query with few rows.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="read">Reads a row.</param>
    /// <exception cref="DuckDBException">The engine failed.</exception>
    public static ImmutableArray<T> Query<T>(string sql, Func<DuckDBDataReader, T> read)
    {
        using DuckDBConnection connection = Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows.ToImmutable();
    }
}
