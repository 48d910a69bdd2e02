using DuckDB.NET.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>
/// The table engine, in this process, with an empty database and access to the files of one table only. To start one takes some 15 ms, so a
/// reading has one for all files of its table.
/// </summary>
internal static class DuckDbEngine
{
    /// <summary>Starts an engine.</summary>
    /// <param name="files">The files that it may read; any other file, and the network, is refused.</param>
    /// <returns>A connection to it; with the connection the engine ends.</returns>
    public static DuckDBConnection Open(params IEnumerable<string> files) => Start("", files);

    /// <summary>Starts an engine that computes on one thread, so that a query adds up fractions in one order.</summary>
    /// <param name="files">The files that it may read.</param>
    /// <returns>A connection to it; with the connection the engine ends.</returns>
    public static DuckDBConnection OpenOnOneThread(IEnumerable<string> files) => Start("SET threads = 1; ", files);

    private static DuckDBConnection Start(string settings, IEnumerable<string> files)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = settings + Settings(files);
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a query with few rows.</summary>
    /// <param name="connection">The engine.</param>
    /// <param name="sql">The query.</param>
    /// <param name="read">Reads a row.</param>
    /// <exception cref="DuckDBException">The engine failed.</exception>
    public static ImmutableArray<T> Query<T>(DuckDBConnection connection, string sql, Func<DuckDBDataReader, T> read)
    {
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

    /// <summary>
    /// What the engine would otherwise take from the machine or decide on its own: extensions, the time zone, the order of rows, which parts
    /// of a file it keeps from one query to the next, and where it puts what doesn't fit into memory: a folder that it makes when it needs it, and removes. A path is
    /// compared with the list before and after the engine has read it as a pattern, so both forms are in it.
    /// </summary>
    private static string Settings(IEnumerable<string> files) =>
        "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false; SET TimeZone = 'UTC'; "
        + "SET preserve_insertion_order = true; SET enable_external_file_cache = false; "
        + $"SET temp_directory = {Sql.Text(Path.Combine(Path.GetTempPath(), $"mmoe-engine-{Guid.NewGuid():N}"))}; "
        + $"SET allowed_paths = [{string.Join(", ", files.SelectMany<string, string>(file => [Sql.Text(file), Sql.FilePath(file)]).Distinct())}]; "
        + "SET enable_external_access = false; SET lock_configuration = true";
}
