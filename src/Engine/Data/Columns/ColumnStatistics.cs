using MmoePipeline.Data.Splits;
using MmoePipeline.Inference.Features;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>What the values of a numeric column are like.</summary>
/// <param name="Count">The training rows that have a value.</param>
/// <param name="Missing">The rows, of all parts, that have none.</param>
/// <param name="Mean">The mean of v over the training rows.</param>
/// <param name="Deviation">Its standard deviation over the training rows: the root of the variance that is divided by their number.</param>
/// <param name="Minimum">The smallest v of the training rows.</param>
/// <param name="Maximum">The largest v of the training rows.</param>
/// <param name="Lowest">The smallest v of all rows.</param>
/// <param name="Highest">The largest v of all rows.</param>
/// <remarks>
/// Mean and standard deviation are computed in two passes, each corrected by the sum of the deviations, which would be 0 without rounding: Chan, Golub and
/// LeVeque, Algorithms for computing the sample variance, The American Statistician 1983, equation 1.7. The error doesn't grow with the mean. Squares are
/// taken in units of a power of two near the range, so that those of tiny numbers are not 0.
/// </remarks>
internal sealed record ColumnStatistics(
    long Count, long Missing, double Mean, double Deviation, double Minimum, double Maximum, double Lowest, double Highest)
{
    /// <summary>Units in the last place that equal numbers may differ by, after they were computed and written in several ways.</summary>
    private const double Rounding = 4 * 2.220446049250313e-16;

    /// <summary>Below it, a quotient has not all digits, and at last there is nothing to divide by.</summary>
    private const double SmallestNormal = 2.2250738585072014e-308;

    /// <summary>Computes the figures of a column.</summary>
    /// <param name="read">Reads the values v in blocks, NaN where missing, and what the rows are for; called twice.</param>
    public static ColumnStatistics Of(Func<IEnumerable<(ReadOnlyMemory<double> Values, ReadOnlyMemory<DataSplit> Parts)>> read)
    {
        (long count, long missing, double sum) = (0, 0, 0);
        (double minimum, double maximum) = (double.PositiveInfinity, double.NegativeInfinity);
        (double lowest, double highest) = (minimum, maximum);
        foreach ((ReadOnlyMemory<double> block, ReadOnlyMemory<DataSplit> parts) in read())
        {
            ReadOnlySpan<DataSplit> partOfRow = parts.Span;
            ReadOnlySpan<double> values = block.Span;
            for (int row = 0; row < values.Length; row++)
            {
                double value = values[row];
                if (double.IsNaN(value))
                {
                    missing++;
                    continue;
                }

                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
                if (partOfRow[row] == DataSplit.Training)
                {
                    count++;
                    sum += value;
                    (minimum, maximum) = (Math.Min(minimum, value), Math.Max(maximum, value));
                }
            }
        }

        double mean = sum / count;
        double unit = maximum > minimum ? Math.ScaleB(1, Math.ILogB(maximum - minimum)) : 1;
        (double deviations, double squares) = (0, 0);
        foreach ((ReadOnlyMemory<double> block, ReadOnlyMemory<DataSplit> parts) in read())
        {
            ReadOnlySpan<DataSplit> partOfRow = parts.Span;
            ReadOnlySpan<double> values = block.Span;
            for (int row = 0; row < values.Length; row++)
            {
                if (partOfRow[row] == DataSplit.Training && !double.IsNaN(values[row]))
                {
                    double deviation = (values[row] - mean) / unit;
                    deviations += deviation;
                    squares += deviation * deviation;
                }
            }
        }

        double variance = Math.Max(0, (squares - (deviations * deviations / count)) / count);
        return new ColumnStatistics(count, missing, mean + (deviations / count * unit), Math.Sqrt(variance) * unit, minimum, maximum, lowest, highest);
    }

    /// <summary>How the column is encoded.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="scale">How its values were read.</param>
    public ColumnScaling ToScaling(string column, NumericScale scale)
    {
        // Of 1 + x the logarithm knows no more than its rounding: numbers near 0 differ by that of 1.
        double size = Math.Max(Math.Abs(Minimum), Math.Abs(Maximum));
        bool isConstant = Deviation < SmallestNormal || Maximum - Minimum <= Rounding * (scale == NumericScale.Logarithm ? Math.Max(1, size) : size);
        return isConstant
            ? new ColumnScaling(column, Minimum + ((Maximum - Minimum) / 2), 1, IsConstant: true)
            : new ColumnScaling(column, Mean, Deviation);
    }
}
