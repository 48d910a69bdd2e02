using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>Reads single numbers out of whatever kind of column a source answers with.</summary>
internal static class CellReading
{
    /// <summary>A row's number; NaN where it has none.</summary>
    /// <param name="column">The column.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="text">What is there in place of a number; null where the value is missing, which an empty text is, too.</param>
    public static double Number(TableColumn column, int row, out string? text)
    {
        if (column is NumberColumn numbers)
        {
            double number = numbers.Values.Span[row];
            text = double.IsNaN(number) && numbers.Unreadable?.GetValueOrDefault(row) is { Length: > 0 } found ? found : null;
            return number;
        }

        text = column.TextAt(row) is { Length: > 0 } written ? written : null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN;
    }
}
