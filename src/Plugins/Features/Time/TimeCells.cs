using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Time;

/// <summary>Reads the times of a chunk's column; each text of a coded column once.</summary>
/// <param name="form">How they are written.</param>
/// <param name="column">The column.</param>
internal sealed class TimeCells(TimeForm form, TableColumn column)
{
    private readonly Dictionary<int, TimeCell>? _ofCodes = column is CodedTextColumn ? [] : null;

    /// <summary>The time of a row.</summary>
    /// <param name="row">The row of the chunk.</param>
    public TimeCell At(int row)
    {
        switch (column)
        {
            case NumberColumn numbers when !double.IsNaN(numbers.Values.Span[row]):
                return new TimeCell(false, form.Read(numbers.Values.Span[row]));
            case CodedTextColumn coded when coded.Codes.Span[row] is >= 0 and int code:
                if (!_ofCodes!.TryGetValue(code, out TimeCell cell))
                {
                    cell = Read(coded.Texts[code]);
                    _ofCodes.Add(code, cell);
                }

                return cell;
            default:
                return Read(column.TextAt(row));
        }
    }

    private TimeCell Read(string? text) => string.IsNullOrEmpty(text) ? TimeCell.Missing : new TimeCell(false, form.Read(text));
}
