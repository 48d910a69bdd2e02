using System.Buffers.Binary;
using System.IO.Hashing;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits.Random;

/// <summary>Draws the split of each row, independently of the other rows.</summary>
/// <remarks>
/// <para>
/// The draw is the XXH3 hash of seed and row number. A table that grows at its end keeps the splits of its rows.
/// </para>
/// <para>
/// When to use it: for independent rows whose order has a rhythm that <c>modulo</c> could meet. Where several rows belong to one user or session, use
/// <c>group</c>.
/// </para>
/// </remarks>
[Plugin("random")]
public sealed class RandomSplit(RandomSplitOptions options) : ISplit
{
    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [];

    /// <inheritdoc/>
    public SplitAssigner Prepare(Func<IEnumerable<TableChunk>> read) => new Assigner(options.Shares);

    private sealed class Assigner(Shares shares) : SplitAssigner
    {
        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
        {
            Span<byte> number = stackalloc byte[sizeof(long)];
            for (int row = 0; row < splits.Length; row++)
            {
                BinaryPrimitives.WriteInt64LittleEndian(number, firstRow + row);
                splits[row] = shares.SplitOf(XxHash3.HashToUInt64(number, shares.Seed));
            }
        }
    }
}
