using System.Collections;
using MmoePipeline.Data;

namespace MmoePipeline.Testing.Subjects;

/// <summary>Rows of the columns that a feature reads.</summary>
/// <param name="cell">A cell's value by column and row: a text, a number, a list of either, or null; null for made-up ones.</param>
internal sealed class FeatureRows(Func<string, int, object?>? cell)
{
    /// <summary>The columns of some rows.</summary>
    /// <param name="requests">The columns.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">The number of rows.</param>
    public ImmutableArray<TableColumn> Columns(ImmutableArray<ColumnRequest> requests, int first, int count) =>
        [.. requests.Select(request => Column(request, [.. Enumerable.Range(first, count).Select(row => cell is null ? MadeUp(request.Form, row) : cell(request.Name, row))]))];

    private static object? MadeUp(ColumnForm form, int row) => form switch
    {
        ColumnForm.Number => (row * 37 % 101) - 20.5,
        ColumnForm.TextList => Enumerable.Range(0, row % 4).Select(place => (object?)$"v{(row + (place * 3)) % 7}"),
        ColumnForm.NumberList => Enumerable.Range(0, row % 4).Select(place => (object?)(double)((row + place) % 9)),
        _ => $"v{row % 7}",
    };

    private static TableColumn Column(ColumnRequest request, object?[] cells)
    {
        bool isNumber = request.Form is ColumnForm.Number or ColumnForm.NumberList;
        if (request.Form is not (ColumnForm.TextList or ColumnForm.NumberList) || !cells.Any(value => value is IEnumerable and not string))
        {
            return Single(cells, isNumber);
        }

        object?[][] lists = [.. cells.Select(value => value is null ? [] : ((IEnumerable)value).Cast<object?>().ToArray())];
        int end = 0;
        return new ListColumn(
            lists.Select(list => end += list.Length).ToArray(), cells.Select(value => value is null).ToArray(), Single([.. lists.SelectMany(list => list)], isNumber));
    }

    private static TableColumn Single(object?[] cells, bool isNumber) => isNumber && cells.All(value => value is null or double or int)
        ? new NumberColumn(cells.Select(value => value is null ? double.NaN : Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray())
        : new TextColumn(cells.Select(value => value is null ? null : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
}
