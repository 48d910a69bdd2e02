using System.Collections;
using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Inference.Prediction.Files;

namespace MmoePipeline.Inference.Prediction;

/// <summary>Makes the columns of a table out of rows that a program has in memory.</summary>
/// <param name="requests">The columns.</param>
internal sealed class RowColumns(ImmutableArray<ColumnRequest> requests)
{
    /// <summary>The columns of the rows.</summary>
    /// <param name="rows">The rows: values by column. Null is a missing value; other columns are left aside.</param>
    /// <exception cref="BadInputException">A row lacks a column, or has a value of a type that is none of a table.</exception>
    public ImmutableArray<TableColumn> Create(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows) =>
        [.. requests.Select<ColumnRequest, TableColumn>(request => request.Form switch
        {
            ColumnForm.Number => Numbers(rows, request.Name),
            ColumnForm.TextList or ColumnForm.NumberList when Lists(rows, request) is { } lists => lists,
            _ => Texts(rows, request.Name),
        })];

    /// <summary>The column where any row has a list; null where all values are single ones.</summary>
    private static ListColumn? Lists(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, ColumnRequest request)
    {
        string column = request.Name;
        if (!rows.Any(row => IsList(row.GetValueOrDefault(column))))
        {
            return null;
        }

        var elements = new List<Dictionary<string, object?>>();
        int[] ends = new int[rows.Count];
        bool[] missing = new bool[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            object? value = Value(rows, row, column);
            missing[row] = value is null;
            elements.AddRange((IsList(value) ? ((IEnumerable)value!).Cast<object?>() : value is null ? [] : [value]).Select(element => new Dictionary<string, object?> { [column] = element }));
            ends[row] = elements.Count;
        }

        return new ListColumn(ends, missing, request.Form == ColumnForm.NumberList ? Numbers(elements, column) : Texts(elements, column));
    }

    private static bool IsList(object? value) => value is IEnumerable and not string;

    private static CodedTextColumn Texts(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, string column)
    {
        var texts = new List<string>();
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] codes = new int[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            string? text = Text(Value(rows, row, column), row, column);
            if (text is null)
            {
                codes[row] = -1;
            }
            else if (!known.TryGetValue(text, out codes[row]))
            {
                codes[row] = texts.Count;
                known.Add(text, texts.Count);
                texts.Add(text);
            }
        }

        return new CodedTextColumn(codes, texts);
    }

    private static NumberColumn Numbers(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, string column)
    {
        double[] values = new double[rows.Count];
        var unreadable = new Dictionary<int, string>();
        for (int row = 0; row < rows.Count; row++)
        {
            object? value = Value(rows, row, column);
            if (value is bool truth)
            {
                values[row] = truth ? 1 : 0;
            }
            else if (value is double or float or decimal or int or long or short or byte or sbyte or ushort or uint or ulong)
            {
                values[row] = Convert.ToDouble(value, CultureInfo.InvariantCulture);
            }
            else if (Text(value, row, column) is not { Length: > 0 } text)
            {
                values[row] = double.NaN;
            }
            else if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out values[row]))
            {
                values[row] = double.NaN;
                unreadable.Add(row, text);
            }
        }

        return new NumberColumn(values, unreadable);
    }

    private static object? Value(IReadOnlyList<IReadOnlyDictionary<string, object?>> rows, int row, string column) =>
        rows[row].TryGetValue(column, out object? value) ? value : throw new BadInputException(
            PredictionCodes.MissingValue, Place(row, column), "the row has no value of this name; write null where the value is missing.");

    /// <summary>A value as a table has it: numbers that are equal have one text.</summary>
    private static string? Text(object? value, int row, string column) => value switch
    {
        null => null,
        string text => text,
        bool truth => truth ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        decimal number => number.ToString("G29", CultureInfo.InvariantCulture),
        int or long or short or byte or sbyte or ushort or uint or ulong => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => throw new BadInputException(
            PredictionCodes.WrongValueType, Place(row, column), $"expected a text, a number, a truth value or null, found {value.GetType().Name}."),
    };

    private static string Place(int row, string column) => string.Create(CultureInfo.InvariantCulture, $"row {row}, {column}");
}
