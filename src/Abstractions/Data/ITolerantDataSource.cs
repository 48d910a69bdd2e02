namespace MmoePipeline.Data;

/// <summary>
/// A source whose rows can be broken one by one, such as the lines of a text file, and that can go on after one: needed for
/// <c>data.onBadRow</c> to leave such rows out. Where values are wrong, but there, no source has to do anything.
/// </summary>
public interface ITolerantDataSource : IDataSource
{
    /// <summary>
    /// Streams the rows as <see cref="IDataSource.Read"/> does, but a row that can't be split into values is among
    /// <see cref="TableChunk.Unreadable"/> of its chunk instead of ending the stream. Rows have the same numbers in both.
    /// </summary>
    /// <param name="columns">The columns, and what their values are for.</param>
    /// <param name="cancellation">Ends the stream with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>Chunks in the order of the rows.</returns>
    /// <exception cref="BadInputException">The table as a whole can't be read.</exception>
    IEnumerable<TableChunk> ReadTolerantly(IReadOnlyList<ColumnRequest> columns, CancellationToken cancellation);
}
