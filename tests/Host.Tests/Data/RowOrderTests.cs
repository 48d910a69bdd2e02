using CsCheck;
using MmoePipeline.Engine.Data.Batches;

namespace MmoePipeline.Host.Tests.Data;

public sealed class RowOrderTests
{
    private const int Block = RowOrder.BlockRows;

    [Fact]
    public void A_windowed_shuffle_holds_every_row_once() =>
        Gen.Select(Gen.Int[1, 6 * Block], Gen.Int[1, 7 * Block], Gen.Int[1, 5_000], Gen.ULong).Sample(
            (rows, window, batchSize, seed) =>
                Read(RowOrder.Shuffled(rows, seed, window), batchSize).Order().SequenceEqual(Enumerable.Range(0, rows)),
            iter: 30);

    [Fact]
    public void A_windowed_shuffle_repeats_itself_by_its_seed()
    {
        RowOrder order = RowOrder.Shuffled(5 * Block, 1, 2 * Block);
        int[] first = Read(order, 1000);
        Assert.Equal(first, Read(order, 1000));
        Assert.Equal(first, Read(RowOrder.Shuffled(5 * Block, 1, 2 * Block), 77));
        Assert.NotEqual(first, Read(RowOrder.Shuffled(5 * Block, 2, 2 * Block), 1000));
    }

    [Fact]
    public void Rows_of_a_window_come_from_as_many_blocks_as_it_holds()
    {
        const int Rows = (8 * Block) - 100;
        int[] order = Read(RowOrder.Shuffled(Rows, 3, (3 * Block) - 1), 512);

        // Where the last and shorter block ends up moves the borders of windows.
        int[] sizes = [.. order.Select(row => row / Block).Distinct().Chunk(3).Select(
            blocks => blocks.Sum(block => block == 7 ? Block - 100 : Block))];
        Assert.Equal(3, sizes.Length);
        int start = 0;
        foreach (int size in sizes)
        {
            int[] window = order[start..(start + size)];
            Assert.Equal(size == (2 * Block) - 100 || size == 2 * Block ? 2 : 3, window.Select(row => row / Block).Distinct().Count());
            Assert.True(Neighbours(window) < 20, "rows of a window are mixed");
            start += size;
        }

        Assert.Equal(Rows, start);
    }

    [Fact]
    public void A_window_of_all_rows_shuffles_them_as_a_whole()
    {
        int[] order = Read(RowOrder.Shuffled(4 * Block, 1, 4 * Block), 512);
        Assert.Equal(4, order.Take(Block).Select(row => row / Block).Distinct().Count());
        Assert.True(Neighbours(order) < 20, "rows are mixed");
    }

    /// <summary>Of 4 rows each of the 24 orders comes as often as any other: chi-squared with 23 degrees of freedom, 49.7 at 0.1 %.</summary>
    [Fact]
    public void Every_order_is_as_likely_as_any_other()
    {
        const int Draws = 4_800;
        Dictionary<string, int> counts = Enumerable.Range(0, Draws)
            .CountBy(seed => string.Concat(Read(RowOrder.Shuffled(4, (ulong)seed, 4), 3))).ToDictionary();
        Assert.Equal(24, counts.Count);
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - (Draws / 24.0), 2) / (Draws / 24.0)), 0, 49.7);
    }

    [Fact]
    public void In_order_rows_come_from_the_first_to_the_last() => Gen.Select(Gen.Int[1, 40_000], Gen.Int[1, 50_000]).Sample(
        (rows, batchSize) => Read(RowOrder.Sequential(rows), batchSize).SequenceEqual(Enumerable.Range(0, rows)), iter: 20);

    [Fact]
    public void Every_batch_but_the_last_is_full()
    {
        int[] sizes = [.. RowOrder.Shuffled((2 * Block) + 1, 1, Block).Batches(1000).Select(batch => batch.Length)];
        Assert.Equal([1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000, 193], sizes);
    }

    /// <summary>How many rows are followed by the next row of the table: about one in a shuffled order of any length.</summary>
    private static int Neighbours(int[] order) => order.Zip(order.Skip(1)).Count(pair => pair.Second == pair.First + 1);

    private static int[] Read(RowOrder order, int batchSize) =>
        [.. order.Batches(batchSize).SelectMany(batch => batch.ToArray())];
}
