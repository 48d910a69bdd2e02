using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>
/// The result of a query, chunk by chunk while the engine computes it: neither the result as a whole nor a value for itself is
/// ever an object.
/// </summary>
internal sealed class StreamedResult : IDisposable
{
    private readonly DuckDBPreparedStatement _statement;
    private DuckDBResult _result;

    private StreamedResult(DuckDBPreparedStatement statement, DuckDBResult result) => (_statement, _result) = (statement, result);

    /// <summary>Starts a query.</summary>
    /// <exception cref="EngineException">The query can't be run.</exception>
    public static StreamedResult Execute(DuckDBConnection connection, string sql)
    {
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, sql, out DuckDBPreparedStatement statement)
            == DuckDBState.Error)
        {
            string message = NativeMethods.PreparedStatements.DuckDBPrepareError(statement);
            statement.Dispose();
            throw new EngineException(message);
        }

        DuckDBState state = NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(statement, out DuckDBResult result);
        var streamed = new StreamedResult(statement, result);
        if (state == DuckDBState.Error)
        {
            string message = NativeMethods.Query.DuckDBResultError(ref result);
            streamed.Dispose();
            throw new EngineException(message);
        }

        return streamed;
    }

    /// <summary>Ends whatever a connection computes, from any thread.</summary>
    public static void Interrupt(DuckDBConnection connection) => NativeMethods.Startup.DuckDBInterrupt(connection.NativeConnection);

    /// <summary>Reads the next chunk.</summary>
    /// <param name="columns">A reader for each column.</param>
    /// <returns>The number of rows; 0 after the last.</returns>
    /// <exception cref="EngineException">The query failed, or its columns are not of the types that the readers read.</exception>
    /// <exception cref="InvalidTextException">A text is not UTF-8.</exception>
    public int Next(ReadOnlySpan<VectorReader> columns)
    {
        using DuckDBDataChunk chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        if (chunk.IsInvalid)
        {
            string message = NativeMethods.Query.DuckDBResultError(ref _result);
            return string.IsNullOrEmpty(message) ? 0 : throw new EngineException(message);
        }

        if (NativeMethods.DataChunks.DuckDBDataChunkGetColumnCount(chunk) != columns.Length)
        {
            throw new EngineException($"The engine gives {NativeMethods.DataChunks.DuckDBDataChunkGetColumnCount(chunk)} columns, {columns.Length} are expected.");
        }

        int rows = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
        for (int column = 0; column < columns.Length; column++)
        {
            columns[column].Read(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column), rows);
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMethods.Query.DuckDBDestroyResult(ref _result);
        _statement.Dispose();
    }
}
