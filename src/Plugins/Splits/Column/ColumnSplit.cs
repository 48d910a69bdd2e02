using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;

namespace MmoePipeline.Plugins.Splits.Column;

/// <summary>Takes the split of each row from a column.</summary>
/// <remarks>
/// <para>Values are compared as they are written. A row with another value, or none, can't be used, or is left out (<c>others</c>).</para>
/// <para>When to use it: for a benchmark whose authors published the split, or for one that an earlier step of a pipeline made.</para>
/// </remarks>
[Plugin("column")]
public sealed class ColumnSplit(ColumnSplitOptions options) : ISplit
{
    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Column, ColumnForm.Text)];

    /// <inheritdoc/>
    public SplitAssigner Prepare(IDataSource source, Func<IEnumerable<TableChunk>> read) => new Assigner(options);

    private sealed class Assigner(ColumnSplitOptions options) : SplitAssigner
    {
        private readonly Dictionary<string, DataSplit> _splits = new(
            options.Train.Select(value => KeyValuePair.Create(value, DataSplit.Training))
                .Concat(options.Validation.Select(value => KeyValuePair.Create(value, DataSplit.Validation)))
                .Concat(options.Test.Select(value => KeyValuePair.Create(value, DataSplit.Test))),
            StringComparer.Ordinal);

        public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
        {
            for (int row = 0; row < splits.Length; row++)
            {
                string text = columns[0].TextAt(row) ?? "";
                if (_splits.TryGetValue(text, out splits[row]))
                {
                    continue;
                }

                splits[row] = DataSplit.None;
                if (options.Others == OtherValues.Refuse)
                {
                    faults.Add(new SplitFault(row, options.Column, SplitCodes.UnknownValue, text.Length == 0
                        ? $"expected one of {Known()}, found a missing value"
                        : $"expected one of {Known()}, found {CellText.Quote(text)}; name it under data.split, or set others to \"leave-out\""));
                }
            }
        }

        public override string? WhyEmpty(DataSplit split) => $"no row has {string.Join(" or ", _splits.Where(pair => pair.Value == split)
            .Select(pair => CellText.Quote(pair.Key)))} in '{options.Column}'";

        private string Known() => string.Join(", ", _splits.Keys.Select(CellText.Quote));
    }
}
