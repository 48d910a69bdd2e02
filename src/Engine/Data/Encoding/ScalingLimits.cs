using System.Globalization;
using MmoePipeline.Data.Splits;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>
/// Finds numbers that are infinite in float32 once they are standardised, and leaves their rows out. Only validation and test rows can have such
/// numbers: of n training rows, none is more than sqrt(n) standard deviations from the mean.
/// </summary>
/// <param name="columns">The columns.</param>
/// <param name="reading">What was read.</param>
/// <param name="badRows">Gets the rows.</param>
internal sealed class ScalingLimits(ColumnSet columns, TableReading reading, BadRows badRows)
{
    /// <summary>Leaves out the rows that have such numbers.</summary>
    /// <param name="statistics">What the numeric columns are like.</param>
    /// <param name="scalings">How they are encoded.</param>
    /// <returns>Whether there are any.</returns>
    public bool LeaveOutBeyond(ImmutableArray<ColumnStatistics> statistics, ImmutableArray<ColumnScaling> scalings)
    {
        var found = new SortedDictionary<long, (DataSplit Part, long Number, List<RowProblem> Problems, List<(string, string?)> Cells)>();
        for (int field = 0; field < scalings.Length; field++)
        {
            if (IsFinite(scalings[field], statistics[field].Lowest) && IsFinite(scalings[field], statistics[field].Highest))
            {
                continue;
            }

            long row = 0;
            foreach (((ReadOnlyMemory<double> values, ReadOnlyMemory<DataSplit> parts), ReadOnlyMemory<long> numbers) in columns.Spill
                .Read<double>(columns.FirstNumber + field)
                .Zip(columns.Spill.Read<DataSplit>(columns.PartColumn)).Zip(columns.Spill.Read<long>(columns.RowColumn)))
            {
                for (int index = 0; index < values.Length; index++, row++)
                {
                    double value = values.Span[index];
                    if (IsFinite(scalings[field], value))
                    {
                        continue;
                    }

                    if (!found.TryGetValue(row, out (DataSplit, long, List<RowProblem> Problems, List<(string, string?)> Cells) bad))
                    {
                        found[row] = bad = (parts.Span[index], numbers.Span[index], [], []);
                    }

                    string column = scalings[field].Column;
                    bad.Problems.Add(new RowProblem(column, DataCodes.NotStandardisable, columns.Numbers[field].ProblemOfScaling(value, scalings[field])));
                    bad.Cells.Add((column, columns.Numbers[field].Number(value).ToString("G9", CultureInfo.InvariantCulture)));
                }
            }
        }

        foreach ((long row, (DataSplit part, long number, List<RowProblem> problems, List<(string, string?)> cells)) in found)
        {
            badRows.Add(number, problems, cells);
            reading.TakeOut(row, part);
        }

        return found.Count > 0;
    }

    private static bool IsFinite(ColumnScaling scaling, double value) => float.IsFinite(scaling.Encode(value));
}
