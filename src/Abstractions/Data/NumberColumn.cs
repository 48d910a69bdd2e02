using System.Globalization;

namespace MmoePipeline.Data;

/// <summary>Values as numbers.</summary>
/// <param name="Values">
/// One for each row, NaN where missing; longer than the chunk where a source reuses its buffers.
/// </param>
/// <param name="Unreadable">
/// What was found in the rows of the chunk, counted from its first, whose value is no number: their value is NaN, but they are
/// not missing. Null where there are none.
/// </param>
public sealed record NumberColumn(ReadOnlyMemory<double> Values, IReadOnlyDictionary<int, string>? Unreadable = null) : TableColumn
{
    /// <inheritdoc/>
    public override string? TextAt(int row) => double.IsNaN(Values.Span[row])
        ? Unreadable?.GetValueOrDefault(row)
        : (Values.Span[row] + 0.0).ToString("R", CultureInfo.InvariantCulture);
}
