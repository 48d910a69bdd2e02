using MmoePipeline.Composition;

namespace MmoePipeline.Data;

/// <summary>A table that can be read from its first row to its last, any number of times, always in the same order.</summary>
[PluginKind("data-source")]
public interface IDataSource
{
    /// <summary>What a person knows the table by, for messages: a file's path, a query's name.</summary>
    string Description { get; }

    /// <summary>
    /// A text that changes whenever the rows or their interpretation may have changed: a hash of content and options. The
    /// cache of encoded columns is keyed by it.
    /// </summary>
    /// <exception cref="BadInputException">The table can't be read.</exception>
    string Fingerprint(CancellationToken cancellation);

    /// <summary>The names of the table's columns, in order.</summary>
    /// <exception cref="BadInputException">The table can't be read.</exception>
    ImmutableArray<string> ReadColumnNames(CancellationToken cancellation);

    /// <summary>Streams the rows of some columns.</summary>
    /// <param name="columns">The columns, and what their values are for; one that has several uses is there for each form.</param>
    /// <param name="cancellation">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// Chunks in the order of the rows, with one column for each that is asked for. A chunk is valid until the next is asked
    /// for, so a source may use its buffers again.
    /// </returns>
    /// <exception cref="BadInputException">The table can't be read, at the row that is named.</exception>
    IEnumerable<TableChunk> Read(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation);

    /// <summary>
    /// The number of rows, where the source knows it without reading them, for instance from a file's metadata; null otherwise. A cached table that
    /// has another number is encoded again.
    /// </summary>
    /// <param name="cancellation">Ends the count with an <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="BadInputException">The table can't be read.</exception>
    long? CountRows(CancellationToken cancellation) => null;

    /// <summary>How a person finds a row, for messages, for instance <c>line 18</c>.</summary>
    /// <param name="row">The row's number, from 0.</param>
    string DescribeRow(long row);
}
