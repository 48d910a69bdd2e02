using CsCheck;
using MmoePipeline.Engine.Data.Batches;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Data;

public sealed class EncodedRowsTests
{
    [Fact]
    public void Batches_in_order_hold_every_row_once() => Gen.Select(Gen.Int[1, 50], Gen.Int[1, 60]).Sample((rows, batchSize) =>
    {
        using var native = new NativeRows(rows);
        (List<long[]> seen, int batches) = Read(native.Rows.InOrder(batchSize, torch.CPU));
        return seen.Count == rows
            && batches == native.Rows.BatchCount(batchSize)
            && seen.Select((row, index) => row.SequenceEqual(RowOf(index))).All(same => same);
    });

    [Fact]
    public void Shuffled_batches_hold_every_row_once_in_an_order_of_the_seed() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 60], Gen.ULong).Sample((rows, batchSize, seed) =>
        {
            using var native = new NativeRows(rows);
            BatchStream batches = native.Rows.Shuffled(batchSize, torch.CPU, seed, window: rows);
            (List<long[]> seen, _) = Read(batches);
            (List<long[]> again, _) = Read(batches);
            return seen.Select(row => row[0]).Order().SequenceEqual(Enumerable.Range(0, rows).Select(row => (long)row))
                && seen.All(row => row.SequenceEqual(RowOf((int)row[0])))
                && seen.Select(row => row[0]).SequenceEqual(again.Select(row => row[0]));
        });

    [Fact]
    public void Other_seeds_give_other_orders()
    {
        using var native = new NativeRows(50);
        (List<long[]> one, _) = Read(native.Rows.Shuffled(8, torch.CPU, 1, window: 50));
        (List<long[]> two, _) = Read(native.Rows.Shuffled(8, torch.CPU, 2, window: 50));
        Assert.NotEqual(one.Select(row => row[0]), two.Select(row => row[0]));
    }

    [Fact]
    public void Codes_of_every_width_keep_their_largest_value()
    {
        using var native = new NativeRows(1);
        Assert.Equal([7 + 255L, 7], Gathered(native.Codes<byte>([0, 1, 255], offset: 7), 2, 0));
        Assert.Equal([7 + 65_535L, 7], Gathered(native.Codes<ushort>([0, 256, 65_535], offset: 7), 2, 0));
        Assert.Equal([7 + 65_536L, 7], Gathered(native.Codes([0, 1, 65_536], offset: 7), 2, 0));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(256, 1)]
    [InlineData(257, 2)]
    [InlineData(65_536, 2)]
    [InlineData(65_537, 4)]
    public void Codes_take_as_few_bytes_as_their_number_needs(int cardinality, int bytes) =>
        Assert.Equal(bytes, CodeColumn.WidthFor(cardinality));

    private static long[] RowOf(int row) => [row, row + 100, row * 2, row % 2];

    private static long[] Gathered(CodeColumn codes, params int[] rows)
    {
        long[] gathered = new long[rows.Length];
        codes.Gather(rows, gathered, stride: 1);
        return gathered;
    }

    private static (List<long[]> Rows, int Batches) Read(IEnumerable<Batch> batches)
    {
        var rows = new List<long[]>();
        int count = 0;
        foreach (Batch batch in batches)
        {
            count++;
            for (int row = 0; row < batch.Targets.shape[0]; row++)
            {
                rows.Add(
                [
                    batch.Features.Categorical[row, 0].item<long>(), batch.Features.Categorical[row, 1].item<long>(),
                    (long)batch.Features.Numeric[row, 0].item<float>(), (long)batch.Targets[row, 0].item<float>(),
                ]);
            }
        }

        return (rows, count);
    }
}
