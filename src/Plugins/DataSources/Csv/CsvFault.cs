using System.Globalization;
using System.Text.RegularExpressions;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Tells what is wrong with a file, from what the engine says.</summary>
internal static partial class CsvFault
{
    /// <summary>The fault for the person who gave the file.</summary>
    /// <param name="message">What the engine says.</param>
    /// <param name="file">The file as a person knows it.</param>
    public static BadInputException Translate(string message, string file)
    {
        Match line = LinePattern().Match(message);
        string place = line.Success ? $"{file}:{line.Groups[1].Value}" : file;
        Match width = WidthPattern().Match(message);
        if (width.Success)
        {
            return new BadInputException(string.Create(
                CultureInfo.InvariantCulture,
                $"{place}: has {width.Groups[2].Value} values, {width.Groups[1].Value} are due, one for each column."));
        }

        return new BadInputException($"{place}: can't be read: {EngineMessage.Reason(message)}");
    }

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex WidthPattern();
}
