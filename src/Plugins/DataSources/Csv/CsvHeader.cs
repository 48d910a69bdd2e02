using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>The names of a file's columns: those of its first row, or those that the options give.</summary>
internal static class CsvHeader
{
    /// <summary>The names, in order.</summary>
    /// <param name="format">The file.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <exception cref="BadInputException">
    /// There is no first row, it names a column twice, or it holds the names although the options give them.
    /// </exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="InvalidDataException">Its compression is damaged.</exception>
    public static ImmutableArray<string> Read(CsvFormat format, string file)
    {
        if (format.HasHeader)
        {
            ImmutableArray<string> first = CsvFirstRow.Read(format, file);
            return first.IsEmpty ? throw new BadInputException(CsvCodes.Empty, file, "is empty; expected a line with the columns' names.") : Names(first, file);
        }

        return IsHeader(FirstValues(format, file), format.Columns) ? throw new BadInputException(
            CsvCodes.UnexpectedHeader,
            $"{file}:1",
            "the first line is a header: it holds the names that the option 'columns' gives; leave 'columns' out, so that the file's header is used, or remove the line.")
            : format.Columns;
    }

    /// <summary>The values of the first row; none where it can't be split, which a reading reports if the row is needed.</summary>
    private static ImmutableArray<string> FirstValues(CsvFormat format, string file)
    {
        try
        {
            return CsvFirstRow.Read(format, file);
        }
        catch (BadInputException)
        {
            return [];
        }
    }

    /// <summary>A nameless column, such as the index that pandas writes, is called by its number.</summary>
    private static ImmutableArray<string> Names(ImmutableArray<string> first, string file)
    {
        ImmutableArray<string> names =
            [.. first.Select((name, index) => string.IsNullOrWhiteSpace(name) ? string.Create(CultureInfo.InvariantCulture, $"column{index}") : name.Trim())];
        var places = names.Select((name, index) => (Name: name, Number: index + 1)).GroupBy(place => place.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        return places is null ? names : throw new BadInputException(
            FileCodes.DuplicateColumn,
            $"{file}:1",
            $"two columns have the same name {CellText.Quote(places.Key)}, numbers {string.Join(" and ", places.Select(place => place.Number))}; "
            + "expected a name of its own for each; if the line is a row and not a header, the option 'columns' takes the names.");
    }

    /// <summary>Whether a row holds the names, in any order and whatever their case: a row of values is not like that.</summary>
    private static bool IsHeader(ImmutableArray<string> first, ImmutableArray<string> columns) =>
        first.Length == columns.Length
        && first.Select(value => value.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase).SetEquals(columns.Select(column => column.Trim()));
}
