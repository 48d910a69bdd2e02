using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>
/// Decides how a column is read that has a type of its own in each file of a table: one meaning for all files, or none. The engine on its own
/// would take the first file's type, and round or cut what the others have.
/// </summary>
internal static class ParquetUnion
{
    private static readonly ParquetFamily[] Numbers = [ParquetFamily.Whole, ParquetFamily.Decimal, ParquetFamily.Fractional];
    private static readonly ParquetFamily[] Readable = [.. Numbers, ParquetFamily.Boolean, ParquetFamily.Text];

    /// <summary>What is read from each file.</summary>
    /// <param name="columns">The column in each file.</param>
    /// <param name="form">What the values are for.</param>
    /// <exception cref="BadInputException">The types can't be used for it, or not together.</exception>
    public static ImmutableArray<(string Sql, QueryColumn Kind)> Decide(ImmutableArray<(string File, ParquetColumn Column)> columns, ColumnForm form) => form switch
    {
        ColumnForm.Identifier => [.. columns.Select(part => (part.Column.AsWritten, QueryColumn.Identifier))],
        ColumnForm.Number => AsNumbers(columns),
        ColumnForm.TextList or ColumnForm.NumberList when columns.Any(part => part.Column.Element is not null) => AsLists(columns, form),
        _ => AsCategories(columns),
    };

    /// <summary>The values of lists mean what single values would.</summary>
    private static ImmutableArray<(string Sql, QueryColumn Kind)> AsLists(ImmutableArray<(string File, ParquetColumn Column)> columns, ColumnForm form)
    {
        (string listFile, ParquetColumn list) = columns.First(part => part.Column.Element is not null);
        var elements = ImmutableArray.CreateBuilder<(string File, ParquetColumn Column)>();
        foreach ((string file, ParquetColumn column) in columns)
        {
            ParquetColumn element = column.Element
                ?? throw Refused(file, column, ParquetCodes.DifferentTypes, $"but {list.Type} in {listFile}; expected lists in all files of a table, or in none");
            if (element.Family == ParquetFamily.Nested)
            {
                throw Refused(file, column, ParquetCodes.UnsupportedType, "expected lists of single values, such as VARCHAR[] or BIGINT[]; a column for each part of the inner lists or structures is one");
            }

            elements.Add((file, element));
        }

        ImmutableArray<(string Sql, QueryColumn Kind)> ofElements = form == ColumnForm.NumberList ? AsNumbers(elements.ToImmutable()) : AsCategories(elements.ToImmutable());
        return [.. columns.Zip(ofElements, (part, element) => (part.Column.AsList(element.Sql), ListOf(element.Kind)))];
    }

    private static QueryColumn ListOf(QueryColumn element) => element switch
    {
        QueryColumn.Whole => QueryColumn.WholeList,
        QueryColumn.Number => QueryColumn.NumberList,
        QueryColumn.WrittenNumber => QueryColumn.WrittenNumberList,
        _ => QueryColumn.TextList,
    };

    private static ImmutableArray<(string Sql, QueryColumn Kind)> AsNumbers(ImmutableArray<(string File, ParquetColumn Column)> columns)
    {
        foreach ((string file, ParquetColumn column) in columns.Where(part => !Readable.Contains(part.Column.Family)))
        {
            throw Refused(file, column, ParquetCodes.UnsupportedType, $"expected numbers, or texts that are numbers{ForLists(column)}");
        }

        return [.. columns.Select(part => part.Column.Family == ParquetFamily.Text
            ? (part.Column.AsWritten, QueryColumn.WrittenNumber) : (part.Column.AsNumber, QueryColumn.Number))];
    }

    private static ImmutableArray<(string Sql, QueryColumn Kind)> AsCategories(ImmutableArray<(string File, ParquetColumn Column)> columns)
    {
        foreach ((string file, ParquetColumn column) in columns.Where(part => part.Column.Family == ParquetFamily.Nested))
        {
            throw Refused(file, column, ParquetCodes.UnsupportedType, "expected a single value in each row, a text or a number"
                + (column.Element is null ? "; a column for each part of the structure is one" : ForLists(column)));
        }

        (string firstFile, ParquetColumn first) = columns[0];
        if (columns.All(part => Numbers.Contains(part.Column.Family)))
        {
            bool isFractional = columns.Any(part => part.Column.Family == ParquetFamily.Fractional);
            foreach ((string file, ParquetColumn column) in columns.Where(part => isFractional && !part.Column.FitsDouble))
            {
                throw Refused(file, column, ParquetCodes.DifferentTypes, "in another file it is fractional; so many digits are not exact as doubles: expected one type in all files of a table");
            }

            return [.. columns.Select(part => isFractional
                ? (part.Column.AsNumericCategory, QueryColumn.Number)
                : part.Column.AsWhole is { } whole ? (whole, QueryColumn.Whole) : (part.Column.AsCategory, QueryColumn.Text))];
        }

        foreach ((string file, ParquetColumn column) in columns.Where(part => part.Column.Family != first.Family
            || (first.Family == ParquetFamily.Other && part.Column.Type != first.Type)))
        {
            throw Refused(file, column, ParquetCodes.DifferentTypes, $"but {first.WholeType} in {firstFile}: the same text would mean two things, or two texts the same; expected one type in all files of a table");
        }

        return [.. columns.Select(part => (part.Column.AsCategory, QueryColumn.Text))];
    }

    private static string ForLists(ParquetColumn column) => column.Element is null ? "" : "; lists are read by features of the types tags, sequence and vector";

    private static BadInputException Refused(string file, ParquetColumn column, string code, string reason) =>
        new(code, file, $"column {CellText.Quote(column.Name)} is {CellText.Cut(column.WholeType, 100)}, {reason}.");
}
