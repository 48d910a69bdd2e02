using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Inference.Tables;

/// <summary>Reads numbers out of whatever kind of column a source answers with.</summary>
internal static class CellNumber
{
    /// <summary>A row's number; NaN where it has none.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="row">The row of the chunk.</param>
    /// <param name="text">What is there in place of a number; null where the value is missing, which an empty text is, too.</param>
    public static double Read(TableColumn column, int row, out string? text)
    {
        if (column is NumberColumn numbers)
        {
            double number = numbers.Values.Span[row];
            text = double.IsNaN(number) && numbers.Unreadable?.GetValueOrDefault(row) is { Length: > 0 } found ? found : null;
            return number;
        }

        text = column switch
        {
            TextColumn texts => texts.Values.Span[row],
            CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null,
            _ => throw new NotSupportedException($"{column.GetType().Name} is no known column."),
        };
        text = text is { Length: 0 } ? null : text;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : double.NaN;
    }
}
