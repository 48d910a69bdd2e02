using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>
/// An even sample of values, for quantiles: those of the rows whose numbers have the smallest hashes. It is the same whatever the chunks and parts that rows come in. Up to
/// <see cref="Size"/> values it is all of them; of more, the error of a quantile is below 0.3 % of the rows.
/// </summary>
internal sealed class QuantileSample
{
    /// <summary>The values that are kept at most.</summary>
    public const int Size = 1 << 17;

    /// <summary>By descending hash, so that the first to go is at the top.</summary>
    private readonly PriorityQueue<double, (ulong Hash, long Row)> _values = new(Comparer<(ulong Hash, long Row)>.Create((a, b) => b.CompareTo(a)));

    /// <summary>Adds a row's value.</summary>
    /// <param name="row">The number of the row in the table.</param>
    /// <param name="value">The value.</param>
    public void Add(long row, double value) => Add((XxHash3.HashToUInt64(MemoryMarshal.AsBytes([row])), row), value);

    /// <summary>Adds the values of other rows.</summary>
    public void Merge(QuantileSample other)
    {
        foreach ((double value, (ulong, long) key) in other._values.UnorderedItems)
        {
            Add(key, value);
        }
    }

    /// <summary>Quantiles: the values at shares 0, 1/count ... 1 of the sorted sample, between two values by a straight line.</summary>
    /// <param name="count">How many parts.</param>
    /// <returns><paramref name="count"/> + 1 values in ascending order; empty of no values.</returns>
    public double[] Quantiles(int count)
    {
        double[] sorted = [.. _values.UnorderedItems.Select(item => item.Element)];
        Array.Sort(sorted);
        return sorted.Length == 0 ? [] : [.. Enumerable.Range(0, count + 1).Select(part =>
        {
            double place = (double)part * (sorted.Length - 1) / count;
            int below = (int)place;
            double above = sorted[Math.Min(below + 1, sorted.Length - 1)];
            return sorted[below] + ((place - below) * (above - sorted[below]));
        })];
    }

    private void Add((ulong Hash, long Row) key, double value)
    {
        if (_values.Count < Size)
        {
            _values.Enqueue(value, key);
        }
        else
        {
            _values.EnqueueDequeue(value, key);
        }
    }
}
