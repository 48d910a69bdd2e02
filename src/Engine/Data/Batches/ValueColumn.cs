namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// The values of a numeric field or a task's targets in a part of the data. In memory mapped from a file: valid until the table
/// is disposed.
/// </summary>
/// <param name="start">The first value.</param>
/// <param name="rows">The number of values.</param>
internal sealed unsafe class ValueColumn(nint start, long rows)
{
    /// <summary>The values, row by row.</summary>
    public ReadOnlySpan<float> Values => new((void*)start, (int)rows);

    /// <summary>Reads the values of some rows.</summary>
    /// <param name="chosen">The rows.</param>
    /// <param name="to">Where the first value goes.</param>
    /// <param name="stride">How far the next one is from it.</param>
    public void Gather(ReadOnlySpan<int> chosen, Span<float> to, int stride)
    {
        ReadOnlySpan<float> values = Values;
        int place = 0;
        foreach (int row in chosen)
        {
            to[place] = values[row];
            place += stride;
        }
    }

    /// <summary>Reads consecutive values: elements of lists, of which there may be more than rows.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="to">Gets as many as it has room for.</param>
    public void Copy(long first, Span<float> to) => new ReadOnlySpan<float>((float*)start + first, to.Length).CopyTo(to);
}
