using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A split with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenSplit(FaultOptions options) : ISplit
{
    private static int _instances;

    private readonly int _instance = Interlocked.Increment(ref _instances);

    public ImmutableArray<ColumnRequest> Columns => [new("user", ColumnForm.Text)];

    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read) => new Assigner(options.Fault, _instance);

    private sealed class Assigner(Fault fault, int instance) : SplitAssigner
    {
        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
        {
            for (int row = 0; row < splits.Length; row++)
            {
                long number = fault switch { Fault.Counting => row, Fault.Unseeded => firstRow + row + instance, _ => firstRow + row };
                splits[row] = fault == Fault.Gap ? (DataSplit)7 : number % 5 == 0 ? DataSplit.Test : DataSplit.Training;
            }

            if (fault == Fault.ForeignStream)
            {
                faults.Add(new SplitFault(0, "item", "X1", "expected an item"));
            }
        }
    }
}
