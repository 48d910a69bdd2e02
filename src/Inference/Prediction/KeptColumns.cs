using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Inference.Prediction.Files;

namespace MmoePipeline.Inference.Prediction;

/// <summary>The values of columns that go into a file of predictions as they are, for the rows of one batch.</summary>
/// <param name="names">The columns.</param>
/// <param name="batchSize">Rows of a full batch.</param>
internal sealed class KeptColumns(ImmutableArray<string> names, int batchSize)
{
    private readonly ImmutableArray<string?[]> _values = [.. names.Select(_ => new string?[batchSize])];

    /// <summary>What to ask a source for.</summary>
    public IEnumerable<ColumnRequest> Requests => names.Select(name => new ColumnRequest(name, ColumnForm.Identifier));

    /// <summary>Takes some rows of a chunk.</summary>
    /// <param name="columns">The columns, as they were asked for.</param>
    /// <param name="first">The first row of the chunk.</param>
    /// <param name="place">The first row's place in the batch.</param>
    /// <param name="count">The number of rows.</param>
    public void Add(ReadOnlySpan<TableColumn> columns, int first, int place, int count)
    {
        for (int column = 0; column < columns.Length; column++)
        {
            for (int row = 0; row < count; row++)
            {
                _values[column][place + row] = Text(columns[column], first + row);
            }
        }
    }

    /// <summary>Writes the values of a row.</summary>
    public void Write(PredictionFile file, int row)
    {
        foreach (string?[] values in _values)
        {
            file.Write(values[row]);
        }
    }

    private static string? Text(TableColumn column, int row) => column switch
    {
        TextColumn texts => texts.Values.Span[row],
        CodedTextColumn coded => coded.Codes.Span[row] is >= 0 and int code ? coded.Texts[code] : null,
        NumberColumn numbers when double.IsNaN(numbers.Values.Span[row]) => numbers.Unreadable?.GetValueOrDefault(row),
        NumberColumn numbers => numbers.Values.Span[row].ToString("R", CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"{column.GetType().Name} is no known column."),
    };
}
