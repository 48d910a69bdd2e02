using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Host.Data;

/// <summary>A numeric feature while the table is read.</summary>
/// <param name="name">The column's name.</param>
/// <param name="scale">How its values are read.</param>
/// <param name="advice">What a person can do about values that are no numbers, as the end of a sentence.</param>
internal sealed class NumericColumn(string name, NumericScale scale, string advice)
{
    /// <summary>The advice for the author of a configuration.</summary>
    public const string Categorical = "a column of texts belongs under data.features.categorical";

    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="values">Gets <c>log(1 + x)</c> or <c>x</c> of each row.</param>
    /// <param name="problems">Gets what can't be encoded.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, Span<double> values, ChunkProblems problems)
    {
        for (int index = 0; index < rows.Length; index++)
        {
            double value = CellNumber.Read(column, rows[index], out string? text);
            if (double.IsFinite(value) && (value > -1 || scale == NumericScale.Linear))
            {
                values[index] = scale == NumericScale.Linear ? value : Math.Log(1 + value);
                continue;
            }

            values[index] = 0;
            if (double.IsInfinity(value))
            {
                text = value.ToString(CultureInfo.InvariantCulture);
            }

            problems.Add(
                rows[index],
                name,
                double.IsFinite(value)
                    ? $"is {CellText.Quote(text ?? value.ToString(CultureInfo.InvariantCulture))}, a number above -1 is due, because numeric features are read as log(1 + x)"
                    : $"{(text is null ? "is missing" : $"is {CellText.Quote(text)}")}, a number is due; {advice}");
        }
    }
}
