using System.Globalization;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Tests.DataSources;

/// <summary>The rows of a source as texts.</summary>
internal static class SourceRows
{
    /// <summary>Reads columns as texts.</summary>
    /// <returns>The values of each row with bars between them; a missing value is empty.</returns>
    public static List<string> Texts(IDataSource source, params string[] columns)
    {
        var rows = new List<string>();
        foreach (TableChunk chunk in source.Read([.. columns.Select(name => new ColumnRequest(name, ColumnForm.Text))], default))
        {
            Assert.Equal(rows.Count, chunk.FirstRow);
            for (int row = 0; row < chunk.RowCount; row++)
            {
                rows.Add(string.Join('|', chunk.Columns.Select(column => Text(column, row))));
            }
        }

        return rows;
    }

    /// <summary>Reads a column in the form of lists.</summary>
    /// <returns>The texts of each row's values, null for a missing one; null for a missing list.</returns>
    public static List<string?[]?> Lists(IDataSource source, string column, ColumnForm form)
    {
        var rows = new List<string?[]?>();
        foreach (TableChunk chunk in source.Read([new ColumnRequest(column, form)], default))
        {
            Assert.Equal(rows.Count, chunk.FirstRow);
            ListColumn lists = Assert.IsType<ListColumn>(chunk.Columns[0]);
            for (int row = 0; row < chunk.RowCount; row++)
            {
                (int start, int end) = lists.RangeOf(row);
                Assert.True(start <= end && (start == end || !lists.IsMissing(row)));
                rows.Add(lists.IsMissing(row) ? null : [.. Enumerable.Range(start, end - start).Select(place => Text(lists.Values, place))]);
            }
        }

        return rows;
    }

    private static string? Text(TableColumn column, int row) => column switch
    {
        CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null,
        TextColumn texts => texts.Values.Span[row],
        NumberColumn numbers => double.IsNaN(numbers.Values.Span[row])
            ? null : numbers.Values.Span[row].ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(),
    };
}
