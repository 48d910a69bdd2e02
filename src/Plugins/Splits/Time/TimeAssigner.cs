using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Plugins.Times;

namespace MmoePipeline.Plugins.Splits.Time;

/// <summary>Assigns rows to splits by their times.</summary>
/// <param name="name">The column's name.</param>
/// <param name="reader">Reads times.</param>
/// <param name="validation">Where validation begins.</param>
/// <param name="test">Where the test begins.</param>
/// <param name="gap">How long before each rows are left out.</param>
internal sealed class TimeAssigner(string name, TimeReader reader, double validation, double test, double gap) : SplitAssigner
{
    private readonly (double First, double Last)[] _periods = [.. Enumerable.Repeat((double.PositiveInfinity, double.NegativeInfinity), 4)];

    /// <inheritdoc/>
    public override void Assign(long firstRow, ImmutableArray<TableColumn> columns, Span<DataSplit> splits, IList<SplitFault> faults)
    {
        for (int row = 0; row < splits.Length; row++)
        {
            double time = reader.Read(columns[0], row);
            if (double.IsNaN(time))
            {
                faults.Add(Fault(row, columns[0].TextAt(row)));
                continue;
            }

            DataSplit split = time < validation - gap ? DataSplit.Training
                : time < validation ? DataSplit.None
                : time < test - gap ? DataSplit.Validation
                : time < test ? DataSplit.None
                : DataSplit.Test;
            splits[row] = split;
            ref (double First, double Last) period = ref _periods[(int)split];
            period = (Math.Min(period.First, time), Math.Max(period.Last, time));
        }
    }

    /// <inheritdoc/>
    public override string? WhyEmpty(DataSplit split)
    {
        (double first, double last) = (_periods.Min(period => period.First), _periods.Max(period => period.Last));
        return first > last ? $"no row has a time in '{name}'" : $"the times in '{name}' are from {Write(first)} to {Write(last)}";
    }

    /// <inheritdoc/>
    public override string? Describe(DataSplit split) =>
        _periods[(int)split] is var (first, last) && first <= last ? $"{Write(first)} to {Write(last)}" : null;

    private string Write(double time) => reader.IsCalendar == true ? TimeText.Write(time) : time.ToString("R", CultureInfo.InvariantCulture);

    private SplitFault Fault(int row, string? text) => string.IsNullOrEmpty(text)
        ? new SplitFault(row, name, SplitCodes.MissingValue, $"expected {reader.Expected}, found a missing value")
        : new SplitFault(row, name, SplitCodes.NotATime, $"expected {reader.Expected}, found {CellText.Quote(text)}");
}
