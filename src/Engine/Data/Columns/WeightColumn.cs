using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Inference.Tables;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>A column of rows' weights while the table is read.</summary>
/// <param name="name">The column's name.</param>
internal sealed class WeightColumn(string name)
{
    /// <summary>Adds the values of some rows.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="rows">The rows of the chunk.</param>
    /// <param name="weights">Gets each row's weight.</param>
    /// <param name="problems">Gets what is no weight.</param>
    public void Add(TableColumn column, ReadOnlySpan<int> rows, Span<float> weights, ChunkProblems problems)
    {
        for (int index = 0; index < rows.Length; index++)
        {
            double value = CellNumber.Read(column, rows[index], out string? text);
            weights[index] = (float)value;
            if (!float.IsFinite(weights[index]) || value < 0)
            {
                text ??= double.IsNaN(value) ? null : value.ToString(CultureInfo.InvariantCulture);
                problems.Add(
                    rows[index],
                    name,
                    DataCodes.WrongWeight,
                    $"expected a weight, a number from 0 to 3.4028235E+38, found {(text is null ? "a missing value" : CellText.Quote(text))}");
            }
        }
    }
}
