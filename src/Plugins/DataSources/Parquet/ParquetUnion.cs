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
        _ => AsCategories(columns),
    };

    private static ImmutableArray<(string Sql, QueryColumn Kind)> AsNumbers(ImmutableArray<(string File, ParquetColumn Column)> columns)
    {
        foreach ((string file, ParquetColumn column) in columns.Where(part => !Readable.Contains(part.Column.Family)))
        {
            throw Refused(file, column, ParquetCodes.UnsupportedType, "expected numbers, or texts that are numbers");
        }

        return [.. columns.Select(part => part.Column.Family == ParquetFamily.Text
            ? (part.Column.AsWritten, QueryColumn.WrittenNumber) : (part.Column.AsNumber, QueryColumn.Number))];
    }

    private static ImmutableArray<(string Sql, QueryColumn Kind)> AsCategories(ImmutableArray<(string File, ParquetColumn Column)> columns)
    {
        foreach ((string file, ParquetColumn column) in columns.Where(part => part.Column.Family == ParquetFamily.Nested))
        {
            throw Refused(file, column, ParquetCodes.UnsupportedType, "expected a single value in each row, a text or a number; a column for each part of the list or structure is one");
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
                ? (part.Column.AsNumericCategory, QueryColumn.Number) : (part.Column.AsCategory, QueryColumn.Text))];
        }

        foreach ((string file, ParquetColumn column) in columns.Where(part => part.Column.Family != first.Family
            || (first.Family == ParquetFamily.Other && part.Column.Type != first.Type)))
        {
            throw Refused(file, column, ParquetCodes.DifferentTypes, $"but {first.Type} in {firstFile}: the same text would mean two things, or two texts the same; expected one type in all files of a table");
        }

        return [.. columns.Select(part => (part.Column.AsCategory, QueryColumn.Text))];
    }

    private static BadInputException Refused(string file, ParquetColumn column, string code, string reason) =>
        new(code, file, $"column {CellText.Quote(column.Name)} is {CellText.Cut(column.Type, 100)}, {reason}.");
}
