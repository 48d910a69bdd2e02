namespace MmoePipeline.Engine.Data.Batches;

/// <summary>
/// The codes of a categorical field in a part of the data, each in as few bytes as the field's cardinality needs. In memory
/// mapped from a file: valid until the table is disposed.
/// </summary>
/// <param name="start">The first value.</param>
/// <param name="width">The bytes of a value: 1, 2 or 4.</param>
/// <param name="rows">The number of values.</param>
/// <param name="offset">The first row of the field in the embedding table.</param>
internal sealed unsafe class CodeColumn(nint start, int width, long rows, int offset)
{
    /// <summary>The bytes that codes of a field need.</summary>
    /// <param name="cardinality">The number of different codes.</param>
    public static int WidthFor(int cardinality) => cardinality <= 1 << 8 ? 1 : cardinality <= 1 << 16 ? 2 : 4;

    /// <summary>Reads the rows of the embedding table for some rows of the part.</summary>
    /// <param name="chosen">The rows of the part.</param>
    /// <param name="to">Where the first value goes.</param>
    /// <param name="stride">How far the next one is from it.</param>
    public void Gather(ReadOnlySpan<int> chosen, Span<long> to, int stride)
    {
        switch (width)
        {
            case 1:
                Gather(new ReadOnlySpan<byte>((void*)start, (int)rows), chosen, to, stride);
                break;
            case 2:
                Gather(new ReadOnlySpan<ushort>((void*)start, (int)rows), chosen, to, stride);
                break;
            default:
                Gather(new ReadOnlySpan<int>((void*)start, (int)rows), chosen, to, stride);
                break;
        }
    }

    /// <summary>Reads the rows of the embedding table for consecutive values: elements of a list, of which there may be more than rows.</summary>
    /// <param name="first">The first value.</param>
    /// <param name="to">Gets as many as it has room for.</param>
    public void Copy(long first, Span<long> to)
    {
        switch (width)
        {
            case 1:
                Copy(new ReadOnlySpan<byte>((byte*)start + first, to.Length), to);
                break;
            case 2:
                Copy(new ReadOnlySpan<ushort>((ushort*)start + first, to.Length), to);
                break;
            default:
                Copy(new ReadOnlySpan<int>((int*)start + first, to.Length), to);
                break;
        }
    }

    private void Copy<T>(ReadOnlySpan<T> codes, Span<long> to)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        for (int place = 0; place < codes.Length; place++)
        {
            to[place] = offset + int.CreateTruncating(codes[place]);
        }
    }

    private void Gather<T>(ReadOnlySpan<T> codes, ReadOnlySpan<int> chosen, Span<long> to, int stride)
        where T : unmanaged, System.Numerics.IBinaryInteger<T>
    {
        int place = 0;
        foreach (int row in chosen)
        {
            to[place] = offset + int.CreateTruncating(codes[row]);
            place += stride;
        }
    }
}
