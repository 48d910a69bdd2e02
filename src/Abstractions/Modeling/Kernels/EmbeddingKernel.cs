using System.Runtime.Intrinsics;

namespace MmoePipeline.Modeling.Kernels;

/// <summary>Looks up rows of a table and puts numbers next to them, and the gradient of the table.</summary>
/// <param name="Fields">The number of rows looked up for a sample.</param>
/// <param name="Dimension">The length of a row of the table.</param>
/// <param name="Numbers">The number of values next to them.</param>
internal readonly record struct EmbeddingKernel(int Fields, int Dimension, int Numbers)
{
    private int Width => (Fields * Dimension) + Numbers;

    /// <summary>Looks up.</summary>
    /// <param name="table"><c>rows x dimension</c>.</param>
    /// <param name="rows"><c>batch x fields</c>.</param>
    /// <param name="numbers"><c>batch x numbers</c>.</param>
    /// <param name="embedded"><c>batch x (fields * dimension + numbers)</c>; overwritten.</param>
    /// <exception cref="ArgumentOutOfRangeException">A row is not in the table.</exception>
    public void Forward(ReadOnlySpan<float> table, ReadOnlySpan<long> rows, ReadOnlySpan<float> numbers, Span<float> embedded)
    {
        for (int sample = 0; sample * Fields < rows.Length; sample++)
        {
            Span<float> to = embedded.Slice(sample * Width, Width);
            ReadOnlySpan<long> looked = rows.Slice(sample * Fields, Fields);
            for (int field = 0; field < looked.Length; field++)
            {
                table.Slice((int)looked[field] * Dimension, Dimension).CopyTo(to[(field * Dimension)..]);
            }

            numbers.Slice(sample * Numbers, Numbers).CopyTo(to[(Fields * Dimension)..]);
        }
    }

    /// <summary>Adds each sample's gradient to the rows that it looked up; the other rows are not touched.</summary>
    /// <param name="gradient"><c>batch x (fields * dimension + numbers)</c>.</param>
    /// <param name="rows"><c>batch x fields</c>.</param>
    /// <param name="tableGradient"><c>rows x dimension</c>; added to.</param>
    public void Backward(ReadOnlySpan<float> gradient, ReadOnlySpan<long> rows, Span<float> tableGradient)
    {
        for (int sample = 0; sample * Fields < rows.Length; sample++)
        {
            ReadOnlySpan<float> from = gradient.Slice(sample * Width, Fields * Dimension);
            ReadOnlySpan<long> looked = rows.Slice(sample * Fields, Fields);
            for (int field = 0; field < looked.Length; field++)
            {
                Add(from.Slice(field * Dimension, Dimension), tableGradient.Slice((int)looked[field] * Dimension, Dimension));
            }
        }
    }

    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        int at = 0;
        for (; at <= from.Length - Vector128<float>.Count; at += Vector128<float>.Count)
        {
            (Vector128.Create(from[at..]) + Vector128.Create<float>(to[at..])).CopyTo(to[at..]);
        }

        for (; at < from.Length; at++)
        {
            to[at] += from[at];
        }
    }
}
