using DuckDB.NET.Data;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>A query over the files of a table, whose rows are streamed as the columns of a data source.</summary>
/// <param name="engine">The engine, which may read the files. It runs one query at a time.</param>
/// <param name="sql">The query. Its columns are of the types VARCHAR, BLOB, BIGINT and DOUBLE, or lists of these.</param>
/// <param name="columns">What is read from each of its columns.</param>
/// <param name="translate">Makes what is thrown out of what the engine says.</param>
internal sealed class TableQuery(DuckDBConnection engine, string sql, IReadOnlyList<QueryColumn> columns, Func<string, Exception> translate)
{
    /// <summary>Makes what is thrown where a value is not UTF-8, from its row in the result, from 0.</summary>
    public Func<long, Exception> DescribeInvalidText { get; init; } =
        row => translate(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a value of row {row + 1} is not UTF-8"));

    /// <summary>Makes what is thrown where a row has the key of the row before it, from its row in the result, from 0.</summary>
    public Func<long, Exception> DescribeRepeatedKey { get; init; } =
        row => translate(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"rows {row} and {row + 1} have the same key"));

    /// <summary>Runs the query.</summary>
    /// <returns>Chunks in the order of the query, whose buffers are used again for the next.</returns>
    /// <exception cref="Exception">The engine failed: what <c>translate</c> makes of it.</exception>
    public IEnumerable<TableChunk> Read(CancellationToken cancellation)
    {
        using CancellationTokenRegistration interruption = cancellation.Register(() => StreamedResult.Interrupt(engine));
        using StreamedResult result = Guard(() => StreamedResult.Execute(engine, sql), 0, cancellation);
        VectorReader[] readers = [.. columns.Select(VectorReader.For)];
        long firstRow = 0;
        while (true)
        {
            int rows = Guard(() => result.Next(readers), firstRow, cancellation);
            cancellation.ThrowIfCancellationRequested();
            if (rows == 0)
            {
                yield break;
            }

            yield return new TableChunk(firstRow, rows, [.. readers.Select(reader => reader.Column)]);
            firstRow += rows;
        }
    }

    private T Guard<T>(Func<T> run, long firstRow, CancellationToken cancellation)
    {
        try
        {
            return run();
        }
        catch (EngineException exception)
        {
            cancellation.ThrowIfCancellationRequested();
            throw translate(exception.Message);
        }
        catch (InvalidTextException exception)
        {
            throw DescribeInvalidText(firstRow + exception.Row);
        }
        catch (RepeatedKeyException exception)
        {
            throw DescribeRepeatedKey(firstRow + exception.Row);
        }
    }
}
