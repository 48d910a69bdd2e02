using System.IO.Hashing;
using System.Runtime.InteropServices;
using MmoePipeline.Engine.Data.Batches;

namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>Hashes of rows: of all features and labels as they are encoded.</summary>
internal static class RowHashes
{
    private const int BlockRows = 1 << 12;

    /// <summary>The hash of each row, in order.</summary>
    /// <param name="rows">The rows.</param>
    public static IEnumerable<ulong> Of(EncodedRows rows)
    {
        CodeColumn[] categorical = [.. rows.Categorical, .. rows.Lookups.SelectMany(group => group), .. rows.Inputs.SelectMany(input => input.Codes)];
        ValueColumn[] values = [.. rows.Numeric, .. rows.Inputs.SelectMany(input => input.Values), .. rows.Targets];
        ListColumns[] lists = [.. rows.Inputs.Select(input => input.List).OfType<ListColumns>()];
        int categories = categorical.Length;
        int firstList = (categories * sizeof(long)) + (values.Length * sizeof(float));
        int width = firstList + (lists.Length * sizeof(ulong));
        int[] chosen = new int[BlockRows];
        long[] codes = new long[BlockRows];
        float[] numbers = new float[BlockRows];
        byte[] block = new byte[BlockRows * width];
        for (int first = 0; first < rows.Rows; first += BlockRows)
        {
            int count = Math.Min(BlockRows, rows.Rows - first);
            for (int row = 0; row < count; row++)
            {
                chosen[row] = first + row;
            }

            for (int column = 0; column < categories; column++)
            {
                categorical[column].Gather(chosen.AsSpan(0, count), codes, 1);
                Scatter(codes.AsSpan(0, count), block, width, column * sizeof(long));
            }

            for (int column = 0; column < values.Length; column++)
            {
                values[column].Gather(chosen.AsSpan(0, count), numbers, 1);
                Scatter(numbers.AsSpan(0, count), block, width, (categories * sizeof(long)) + (column * sizeof(float)));
            }

            for (int list = 0; list < lists.Length; list++)
            {
                for (int row = 0; row < count; row++)
                {
                    MemoryMarshal.Write(block.AsSpan((row * width) + firstList + (list * sizeof(ulong))), lists[list].HashOf(first + row));
                }
            }

            for (int row = 0; row < count; row++)
            {
                yield return XxHash3.HashToUInt64(block.AsSpan(row * width, width));
            }
        }
    }

    private static void Scatter<T>(ReadOnlySpan<T> values, Span<byte> block, int width, int offset)
        where T : unmanaged
    {
        for (int row = 0; row < values.Length; row++)
        {
            MemoryMarshal.Write(block[((row * width) + offset)..], values[row]);
        }
    }
}
