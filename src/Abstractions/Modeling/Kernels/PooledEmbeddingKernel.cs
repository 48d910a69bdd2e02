using System.Runtime.Intrinsics;

namespace MmoePipeline.Modeling.Kernels;

/// <summary>Sums rows of a table over lists, and the gradient of the table.</summary>
/// <param name="Dimension">The length of a row of the table.</param>
internal readonly record struct PooledEmbeddingKernel(int Dimension)
{
    /// <summary>Sums.</summary>
    /// <param name="table"><c>rows x dimension</c>.</param>
    /// <param name="codes">A row of the table for each element.</param>
    /// <param name="starts">Where each list starts, and last the number of elements.</param>
    /// <param name="weights">What each element's row is multiplied by; empty for 1.</param>
    /// <param name="pooled"><c>lists x dimension</c>; added to.</param>
    /// <exception cref="ArgumentOutOfRangeException">A code is not in the table.</exception>
    public void Forward(ReadOnlySpan<float> table, ReadOnlySpan<long> codes, ReadOnlySpan<long> starts, ReadOnlySpan<float> weights, Span<float> pooled)
    {
        for (int list = 0; list < starts.Length - 1; list++)
        {
            Span<float> to = pooled.Slice(list * Dimension, Dimension);
            for (int element = (int)starts[list]; element < (int)starts[list + 1]; element++)
            {
                Add(table.Slice((int)codes[element] * Dimension, Dimension), weights.IsEmpty ? 1 : weights[element], to);
            }
        }
    }

    /// <summary>Adds each list's gradient to the rows of its elements; the other rows are not touched.</summary>
    /// <param name="gradient"><c>lists x dimension</c>.</param>
    /// <param name="codes">A row of the table for each element.</param>
    /// <param name="starts">Where each list starts, and last the number of elements.</param>
    /// <param name="weights">What each element's row was multiplied by; empty for 1.</param>
    /// <param name="tableGradient"><c>rows x dimension</c>; added to.</param>
    public void Backward(ReadOnlySpan<float> gradient, ReadOnlySpan<long> codes, ReadOnlySpan<long> starts, ReadOnlySpan<float> weights, Span<float> tableGradient)
    {
        for (int list = 0; list < starts.Length - 1; list++)
        {
            ReadOnlySpan<float> from = gradient.Slice(list * Dimension, Dimension);
            for (int element = (int)starts[list]; element < (int)starts[list + 1]; element++)
            {
                Add(from, weights.IsEmpty ? 1 : weights[element], tableGradient.Slice((int)codes[element] * Dimension, Dimension));
            }
        }
    }

    private static void Add(ReadOnlySpan<float> from, float factor, Span<float> to)
    {
        int at = 0;
        Vector128<float> factors = Vector128.Create(factor);
        for (; at <= from.Length - Vector128<float>.Count; at += Vector128<float>.Count)
        {
            ((Vector128.Create(from[at..]) * factors) + Vector128.Create<float>(to[at..])).CopyTo(to[at..]);
        }

        for (; at < from.Length; at++)
        {
            to[at] += factor * from[at];
        }
    }
}
