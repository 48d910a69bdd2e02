using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits.Modulo;

/// <summary>Splits rows by the remainder of their number, from 0, divided by a number.</summary>
/// <remarks>
/// When to use it: for rows that are independent of each other and in no order, such as those of a survey. Rows of a log belong to users and times:
/// split those with <c>group</c> or <c>time</c>, so that nothing leaks from training into the test.
/// </remarks>
[Plugin("modulo")]
public sealed class ModuloSplit(ModuloSplitOptions options) : ISplit
{
    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [];

    /// <inheritdoc/>
    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read) => new Assigner(options.SplitOfRemainder());

    private sealed class Assigner(ImmutableArray<DataSplit> splitOfRemainder) : SplitAssigner
    {
        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
        {
            int remainder = (int)(firstRow % splitOfRemainder.Length);
            for (int row = 0; row < splits.Length; row++)
            {
                splits[row] = splitOfRemainder[remainder];
                remainder = remainder + 1 == splitOfRemainder.Length ? 0 : remainder + 1;
            }
        }

        public override string? WhyEmpty(DataSplit split) =>
            $"no row's number divided by {splitOfRemainder.Length} has one of its remainders; give it some that rows have";
    }
}
