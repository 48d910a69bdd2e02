using System.Globalization;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Tells what is wrong with a file, from what the engine says.</summary>
internal static partial class CsvFault
{
    /// <summary>The fault for the person who gave the file.</summary>
    /// <param name="exception">What the engine says.</param>
    /// <param name="file">The file as a person knows it.</param>
    public static BadInputException Translate(DuckDBException exception, string file)
    {
        string message = exception.Message;
        Match line = LinePattern().Match(message);
        string place = line.Success ? $"{file}:{line.Groups[1].Value}" : file;
        Match width = WidthPattern().Match(message);
        if (width.Success)
        {
            return new BadInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{place}: has {width.Groups[2].Value} values, {width.Groups[1].Value} are due, one for each column."));
        }

        return new BadInputException($"{place}: can't be read: {Reason(message)}");
    }

    /// <summary>
    /// The last line before the engine's advice, which is on SQL that the file's author didn't write: above it is the line of
    /// the file, which may be long.
    /// </summary>
    private static string Reason(string message)
    {
        string[] lines = [.. message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string reason = lines.TakeWhile(line => !line.StartsWith("Possible", StringComparison.Ordinal)).LastOrDefault() ?? message;
        return PrefixPattern().Replace(reason, "");
    }

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex WidthPattern();

    [GeneratedRegex(@"^(\w+ ){1,3}Error: ")]
    private static partial Regex PrefixPattern();
}
