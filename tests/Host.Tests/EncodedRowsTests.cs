using CsCheck;
using MmoePipeline.Host.Data;
using TorchSharp;

namespace MmoePipeline.Host.Tests;

public sealed class EncodedRowsTests
{
    [Fact]
    public void Batches_in_order_hold_every_row_once() => Gen.Select(Gen.Int[1, 50], Gen.Int[1, 20]).Sample((rows, batchSize) =>
    {
        (List<long[]> seen, int batches) = Read(Rows(rows).InOrder(batchSize, torch.CPU));
        return batches == Rows(rows).BatchCount(batchSize)
            && seen.Select((row, index) => row[0] == index && row[1] == index + 100 && row[2] == index * 2 && row[3] == index % 2).All(same => same);
    });

    [Fact]
    public void Shuffled_batches_hold_every_row_once_in_an_order_of_the_seed() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[1, 20], Gen.ULong).Sample((rows, batchSize, seed) =>
        {
            (List<long[]> seen, _) = Read(Rows(rows).Shuffled(batchSize, torch.CPU, seed));
            (List<long[]> again, _) = Read(Rows(rows).Shuffled(batchSize, torch.CPU, seed));
            return seen.Select(row => row[0]).Order().SequenceEqual(Enumerable.Range(0, rows).Select(row => (long)row))
                && seen.All(row => row[1] == row[0] + 100 && row[2] == row[0] * 2 && row[3] == row[0] % 2)
                && seen.Select(row => row[0]).SequenceEqual(again.Select(row => row[0]));
        });

    [Fact]
    public void Other_seeds_give_other_orders()
    {
        (List<long[]> one, _) = Read(Rows(50).Shuffled(8, torch.CPU, 1));
        (List<long[]> two, _) = Read(Rows(50).Shuffled(8, torch.CPU, 2));
        Assert.NotEqual(one.Select(row => row[0]), two.Select(row => row[0]));
    }

    /// <summary>Row i holds the categories i and i + 100, the number 2 i, and the target i modulo 2.</summary>
    private static EncodedRows Rows(int count) => new(
        [.. Enumerable.Range(0, count).SelectMany(row => new[] { row, row + 100 })],
        [.. Enumerable.Range(0, count).Select(row => row * 2f)],
        [.. Enumerable.Range(0, count).Select(row => row % 2f)],
        count);

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
