namespace MmoePipeline.Engine.Data.Batches;

/// <summary>An order in which rows are read, made piece by piece while they are.</summary>
/// <param name="pieces">Numbers of rows, one piece after another; a piece is valid until the next is asked for.</param>
internal sealed class RowOrder(IEnumerable<ReadOnlyMemory<int>> pieces)
{
    /// <summary>Neighbours that a windowed shuffle keeps in one window: of a column of bytes, a page of memory.</summary>
    internal const int BlockRows = 4096;

    private const int SequentialPiece = 1 << 14;

    /// <summary>Rows that are shuffled at a time: the first batch doesn't wait for the whole order.</summary>
    private const int ShuffledPiece = 1 << 14;

    /// <summary>From the first row to the last.</summary>
    public static RowOrder Sequential(int rows) => new(InOrder(rows));

    /// <summary>
    /// Shuffles rows. Where the window holds all of them, every order is as likely as any other. Else blocks of
    /// <see cref="BlockRows"/> neighbours are drawn in random order into windows, and the rows of a window are shuffled: only as
    /// many rows as a window holds are then near in time, so a table larger than memory is read from disk once an epoch and
    /// block by block.
    /// </summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="seed">The same seed gives the same order.</param>
    /// <param name="window">The rows of a window; at least 1, rounded up to whole blocks.</param>
    public static RowOrder Shuffled(int rows, ulong seed, int window) =>
        new(window >= rows ? Whole(rows, seed) : Windows(rows, seed, ((window - 1) / BlockRows) + 1));

    /// <summary>Cuts the order into batches.</summary>
    /// <param name="batchSize">The rows of a batch; the last may be smaller.</param>
    /// <returns>Numbers of rows, valid until the next batch is asked for.</returns>
    public IEnumerable<ReadOnlyMemory<int>> Batches(int batchSize)
    {
        int[] batch = new int[batchSize];
        int filled = 0;
        foreach (ReadOnlyMemory<int> piece in pieces)
        {
            for (ReadOnlyMemory<int> rest = piece; rest.Length > 0;)
            {
                int count = Math.Min(rest.Length, batchSize - filled);
                rest[..count].CopyTo(batch.AsMemory(filled));
                rest = rest[count..];
                filled += count;
                if (filled == batchSize)
                {
                    yield return batch;
                    filled = 0;
                }
            }
        }

        if (filled > 0)
        {
            yield return batch.AsMemory(0, filled);
        }
    }

    private static IEnumerable<ReadOnlyMemory<int>> InOrder(int rows)
    {
        int[] piece = new int[Math.Min(rows, SequentialPiece)];
        for (long first = 0; first < rows; first += piece.Length)
        {
            int count = (int)Math.Min(piece.Length, rows - first);
            for (int index = 0; index < count; index++)
            {
                piece[index] = (int)first + index;
            }

            yield return piece.AsMemory(0, count);
        }
    }

    private static IEnumerable<ReadOnlyMemory<int>> Whole(int rows, ulong seed)
    {
        using var draws = new RowDraws(seed);
        int[] order = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            order[row] = row;
        }

        for (int first = 0; first < rows; first += ShuffledPiece)
        {
            int count = Math.Min(ShuffledPiece, rows - first);
            draws.ShuffleNext(order, first, count);
            yield return order.AsMemory(first, count);
        }
    }

    private static IEnumerable<ReadOnlyMemory<int>> Windows(int rows, ulong seed, int blocksOfWindow)
    {
        using var draws = new RowDraws(seed);
        int[] blocks = [.. Enumerable.Range(0, ((rows - 1) / BlockRows) + 1)];
        draws.ShuffleNext(blocks, 0, blocks.Length);
        int[] window = new int[blocksOfWindow * BlockRows];
        for (int next = 0; next < blocks.Length; next += blocksOfWindow)
        {
            int count = 0;
            foreach (int block in blocks.AsSpan(next, Math.Min(blocksOfWindow, blocks.Length - next)))
            {
                long end = Math.Min(((long)block + 1) * BlockRows, rows);
                for (long row = (long)block * BlockRows; row < end; row++)
                {
                    window[count++] = (int)row;
                }
            }

            draws.ShuffleNext(window.AsSpan(0, count), 0, count);
            yield return window.AsMemory(0, count);
        }
    }
}
