using TorchSharp;

namespace MmoePipeline.Host.Data;

/// <summary>The encoded rows of one part of the data, row by row in plain arrays.</summary>
/// <param name="categorical"><c>rows x categorical fields</c>: rows of the embedding table.</param>
/// <param name="numeric"><c>rows x numeric fields</c>.</param>
/// <param name="targets"><c>rows x tasks</c>.</param>
/// <param name="rows">The number of rows.</param>
internal sealed class EncodedRows(int[] categorical, float[] numeric, float[] targets, int rows)
{
    /// <summary>The number of rows.</summary>
    public int Rows => rows;

    /// <summary><c>rows x categorical fields</c>: rows of the embedding table.</summary>
    public ReadOnlySpan<int> Categorical => categorical;

    /// <summary><c>rows x numeric fields</c>.</summary>
    public ReadOnlySpan<float> Numeric => numeric;

    /// <summary><c>rows x tasks</c>.</summary>
    public ReadOnlySpan<float> Targets => targets;

    /// <summary>The targets of one task.</summary>
    /// <param name="task">The task's index.</param>
    public float[] TargetsOf(int task)
    {
        int tasks = targets.Length / rows;
        float[] column = new float[rows];
        for (int row = 0; row < rows; row++)
        {
            column[row] = targets[(row * tasks) + task];
        }

        return column;
    }

    /// <summary>The number of batches that hold all rows; the last may be smaller.</summary>
    public int BatchCount(int batchSize) => (rows + batchSize - 1) / batchSize;

    /// <summary>All rows, in order.</summary>
    public IEnumerable<Batch> InOrder(int batchSize, torch.Device device) => Batches(batchSize, device, [.. Enumerable.Range(0, rows).Select(row => (long)row)]);

    /// <summary>All rows, in an order drawn from a seed.</summary>
    public IEnumerable<Batch> Shuffled(int batchSize, torch.Device device, ulong seed)
    {
        using var generator = new torch.Generator(seed, torch.CPU);
        using torch.Tensor permutation = torch.randperm(rows, torch.int64, torch.CPU, generator: generator);
        return Batches(batchSize, device, permutation.data<long>().ToArray());
    }

    private IEnumerable<Batch> Batches(int batchSize, torch.Device device, long[] order)
    {
        using var buffer = new BatchBuffer(
            Math.Min(batchSize, rows), categorical.Length / rows, numeric.Length / rows, targets.Length / rows, device);
        for (int start = 0; start < rows; start += batchSize)
        {
            yield return buffer.Fill(this, order.AsSpan(start, Math.Min(batchSize, rows - start)));
        }
    }
}
