using TorchSharp;

namespace MmoePipeline.Host.Data;

/// <summary>An order in which rows are read, made piece by piece while they are.</summary>
/// <param name="pieces">Numbers of rows, one piece after another; a piece is valid until the next is asked for.</param>
internal sealed class RowOrder(IEnumerable<ReadOnlyMemory<int>> pieces)
{
    /// <summary>Neighbours that a windowed shuffle keeps in one window: of a column of bytes, a page of memory.</summary>
    internal const int BlockRows = 4096;

    private const int SequentialPiece = 1 << 14;

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
        using var generator = new torch.Generator(seed, torch.CPU);
        yield return Permutation(rows, generator);
    }

    private static IEnumerable<ReadOnlyMemory<int>> Windows(int rows, ulong seed, int blocksOfWindow)
    {
        using var generator = new torch.Generator(seed, torch.CPU);
        int[] blocks = Permutation(((rows - 1) / BlockRows) + 1, generator);
        int[] drawn = new int[blocksOfWindow * BlockRows];
        int[] shuffled = new int[drawn.Length];
        for (int next = 0; next < blocks.Length; next += blocksOfWindow)
        {
            int count = 0;
            foreach (int block in blocks.AsSpan(next, Math.Min(blocksOfWindow, blocks.Length - next)))
            {
                long end = Math.Min(((long)block + 1) * BlockRows, rows);
                for (long row = (long)block * BlockRows; row < end; row++)
                {
                    drawn[count++] = (int)row;
                }
            }

            int[] order = Permutation(count, generator);
            for (int index = 0; index < count; index++)
            {
                shuffled[index] = drawn[order[index]];
            }

            yield return shuffled.AsMemory(0, count);
        }
    }

    private static int[] Permutation(int count, torch.Generator generator)
    {
        using torch.Tensor wide = torch.randperm(count, torch.int64, torch.CPU, generator: generator);
        using torch.Tensor narrow = wide.to(torch.int32);
        return narrow.data<int>().ToArray();
    }
}
