using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Inference.Tables;

/// <summary>Reads texts out of whatever kind of column a source answers with.</summary>
internal static class CellTextReader
{
    /// <summary>What is in a row; null where nothing is.</summary>
    /// <param name="column">A chunk's column.</param>
    /// <param name="row">The row of the chunk.</param>
    public static string? Read(TableColumn column, int row) => column switch
    {
        TextColumn texts => texts.Values.Span[row],
        CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null,
        NumberColumn numbers when double.IsNaN(numbers.Values.Span[row]) => numbers.Unreadable?.GetValueOrDefault(row),
        // Zero and minus zero are one number, so they are one text.
        NumberColumn numbers => (numbers.Values.Span[row] + 0.0).ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{column.GetType().Name} is no known column."),
    };
}
