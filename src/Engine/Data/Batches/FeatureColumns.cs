using System.IO.Hashing;
using System.Runtime.InteropServices;
using MmoePipeline.Inference.Features;

namespace MmoePipeline.Engine.Data.Batches;

/// <summary>The encoded rows, in a part of the data, of a named feature that has a module of its own. In memory mapped from a file: valid until the table is disposed.</summary>
/// <param name="Codes">The codes of a row.</param>
/// <param name="Values">The numbers of a row.</param>
/// <param name="List">The rows' lists; null where they have none.</param>
internal sealed record FeatureColumns(ImmutableArray<CodeColumn> Codes, ImmutableArray<ValueColumn> Values, ListColumns? List)
{
    /// <summary>Fills a batch's tensors with some rows.</summary>
    /// <param name="rows">The rows of the part; at most a full batch.</param>
    /// <param name="to">The tensors.</param>
    public void Fill(ReadOnlySpan<int> rows, FeatureInputBuffer to)
    {
        for (int column = 0; column < Codes.Length; column++)
        {
            Codes[column].Gather(rows, to.Codes[column..], Codes.Length);
        }

        for (int column = 0; column < Values.Length; column++)
        {
            Values[column].Gather(rows, to.Values[column..], Values.Length);
        }

        List?.Fill(rows, to);
    }
}

/// <summary>The lists of the rows of a part of the data, one after another.</summary>
/// <param name="Ends">Where each row's list ends.</param>
/// <param name="Codes">The codes of the elements.</param>
/// <param name="Values">The numbers of the elements.</param>
internal sealed record ListColumns(RowNumbers Ends, ImmutableArray<CodeColumn> Codes, ImmutableArray<ValueColumn> Values)
{
    /// <summary>Fills a batch's tensors with the lists of some rows.</summary>
    public void Fill(ReadOnlySpan<int> rows, FeatureInputBuffer to)
    {
        ReadOnlySpan<long> ends = Ends.Values;
        Span<long> starts = to.Starts;
        starts[0] = 0;
        for (int row = 0; row < rows.Length; row++)
        {
            starts[row + 1] = starts[row] + ends[rows[row]] - StartOf(ends, rows[row]);
        }

        to.Reserve(checked((int)starts[rows.Length]));
        Span<long> rowOfElement = to.ElementRows;
        for (int row = 0; row < rows.Length; row++)
        {
            rowOfElement[(int)starts[row]..(int)starts[row + 1]].Fill(row);
        }

        for (int column = 0; column < Codes.Length; column++)
        {
            Span<long> codes = to.ElementCodes(column);
            for (int row = 0; row < rows.Length; row++)
            {
                Codes[column].Copy(StartOf(ends, rows[row]), codes[(int)starts[row]..(int)starts[row + 1]]);
            }
        }

        for (int column = 0; column < Values.Length; column++)
        {
            Span<float> values = to.ElementValues(column);
            for (int row = 0; row < rows.Length; row++)
            {
                Values[column].Copy(StartOf(ends, rows[row]), values[(int)starts[row]..(int)starts[row + 1]]);
            }
        }
    }

    /// <summary>A hash of a row's list.</summary>
    /// <param name="row">The row of the part.</param>
    public ulong HashOf(int row)
    {
        ReadOnlySpan<long> ends = Ends.Values;
        long start = StartOf(ends, row);
        int count = (int)(ends[row] - start);
        var hash = new XxHash3();
        long[] codes = new long[count];
        foreach (CodeColumn column in Codes)
        {
            column.Copy(start, codes);
            hash.Append(MemoryMarshal.AsBytes<long>(codes));
        }

        float[] values = new float[count];
        foreach (ValueColumn column in Values)
        {
            column.Copy(start, values);
            hash.Append(MemoryMarshal.AsBytes<float>(values));
        }

        return hash.GetCurrentHashAsUInt64();
    }

    private static long StartOf(ReadOnlySpan<long> ends, int row) => row == 0 ? 0 : ends[row - 1];
}
