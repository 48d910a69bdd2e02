using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;

namespace MmoePipeline.Inference.Features;

/// <summary>A numeric feature while a table is read.</summary>
/// <param name="name">The column's name.</param>
/// <param name="scale">How its values are read.</param>
/// <param name="missing">What becomes of rows without a value.</param>
/// <param name="advice">What a person can do about values that are not numbers, as the end of a sentence.</param>
internal sealed class NumericColumn(string name, NumericScale scale, MissingNumeric missing, string advice)
{
    /// <summary>The advice for the author of a configuration.</summary>
    public const string Categorical = "a column of texts belongs under data.features.categorical";

    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="values">Gets <c>log(1 + x)</c> or <c>x</c> of each row; NaN for a missing value that is replaced by the mean.</param>
    /// <param name="problems">Gets what can't be encoded.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, Span<double> values, ChunkProblems problems)
    {
        for (int index = 0; index < rows.Length; index++)
        {
            double value = CellNumber.Read(column, rows[index], out string? text);
            if (Math.Abs(value) <= float.MaxValue && (value > -1 || scale == NumericScale.Linear))
            {
                values[index] = scale == NumericScale.Linear ? value : Math.Log(1 + value);
                continue;
            }

            if (missing == MissingNumeric.Mean && double.IsNaN(value) && text is null)
            {
                values[index] = double.NaN;
                continue;
            }

            values[index] = 0;
            (string code, string reason) = Fault(value, text);
            problems.Add(rows[index], name, code, reason);
        }
    }

    /// <summary>What is wrong with a number that is beyond float32 when it is standardised.</summary>
    /// <param name="value">The number, as it was read: <c>log(1 + x)</c> or <c>x</c>.</param>
    /// <param name="scaling">How it would be standardised.</param>
    public string ProblemOfScaling(double value, ColumnScaling scaling)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"expected a number that can be standardised in float32, found {Number(value):G9}; the mean of the training rows is {scaling.Mean:G9} and their standard deviation {scaling.Deviation:G9}");
    }

    /// <summary>The number in the table, within rounding, of one that was read.</summary>
    /// <param name="value"><c>log(1 + x)</c> or <c>x</c>.</param>
    public double Number(double value) => scale == NumericScale.Linear ? value : Math.Exp(value) - 1;

    private (string Code, string Reason) Fault(double value, string? text)
    {
        if (double.IsNaN(value) && text is null)
        {
            return (
                DataCodes.MissingNumber,
                "expected a number, found a missing value; set data.features.missingNumeric to \"mean\" to replace missing numbers by the mean of "
                    + "the training rows, fill them in the table, or leave such rows out with data.onBadRow");
        }

        string found = CellText.Quote(text ?? value.ToString("R", CultureInfo.InvariantCulture));
        return double.IsNaN(value) ? (DataCodes.NotANumber, $"expected a number, found {found}; {advice}")
            : Math.Abs(value) > float.MaxValue
                ? (DataCodes.NumberTooLarge,
                    $"expected a number of at most 3.4028235E+38 in size, the range of float32, found {found}; leave such rows out with data.onBadRow, or correct them")
            : (DataCodes.NumberTooSmall,
                $"expected a number above -1, found {found}, because numeric features are read as log(1 + x); set data.features.numericScale to \"linear\"");
    }
}
