using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Plugins.DataSources.Draws;

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
    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read) => new Assigner(options.Shares);

    private sealed class Assigner(Shares shares) : SplitAssigner
    {
        private readonly HashedDraws _draws = new(shares.Seed);

        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
        {
            for (int row = 0; row < splits.Length; row++)
            {
                splits[row] = shares.SplitOf(_draws.Uniform("split", firstRow + row));
            }
        }
    }
}
