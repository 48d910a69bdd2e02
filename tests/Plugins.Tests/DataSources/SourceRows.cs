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

    private static string? Text(TableColumn column, int row) => column switch
    {
        CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null,
        TextColumn texts => texts.Values.Span[row],
        NumberColumn numbers => double.IsNaN(numbers.Values.Span[row])
            ? null : numbers.Values.Span[row].ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException(),
    };
}
