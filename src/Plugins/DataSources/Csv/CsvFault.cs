using System.Globalization;
using System.Text.RegularExpressions;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Tells what is wrong with a file, from what the engine says.</summary>
internal static partial class CsvFault
{
    /// <summary>What is wrong with a row that is not written in UTF-8.</summary>
    public const string WrongEncoding = "is not written in UTF-8; expected UTF-8, to which iconv -t UTF-8 converts other encodings";

    /// <summary>The fault for the person who gave the file.</summary>
    /// <param name="message">What the engine says.</param>
    /// <param name="file">The file as a person knows it.</param>
    /// <param name="lineOf">The line of the file for one that the engine counts.</param>
    /// <returns>A <see cref="BadInputException"/>; where the engine had too little memory an <see cref="InsufficientMemoryException"/>.</returns>
    public static Exception Translate(string message, string file, Func<long, long> lineOf)
    {
        if (EngineMessage.Shortage(message, file) is { } shortage)
        {
            return shortage;
        }

        Match line = LinePattern().Match(message);
        string place = line.Success ? $"{file}:{lineOf(long.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture))}" : file;
        (string code, string reason) = Reason(message);
        return new BadInputException(code, place, $"{reason}.");
    }

    /// <summary>What is wrong, without the place.</summary>
    /// <param name="message">What the engine says.</param>
    public static (string Code, string Reason) Reason(string message)
    {
        Match width = WidthPattern().Match(message);
        return width.Success ? (CsvCodes.WrongValueCount, $"expected {width.Groups[1].Value} values, one for each column, found {width.Groups[2].Value}")
            : message.Contains("Invalid unicode", StringComparison.Ordinal) ? (CsvCodes.NotUtf8, WrongEncoding)
            : LengthPattern().Match(message) is { Success: true } length
                ? (CsvCodes.LineTooLong, $"expected at most {length.Groups[1].Value} bytes, found {length.Groups[2].Value}; a quote that is never closed makes such lines, too")
            : message.Contains("reached an invalid state", StringComparison.Ordinal)
                ? (CsvCodes.MixedLineEnds, @"can't be read: some lines end in \r\n and others in \n or \r; expected one kind of line end in the whole file")
            : (CsvCodes.UnreadableLine, $"can't be read: {EngineMessage.Reason(message).TrimEnd('.')}");
    }

    [GeneratedRegex(@"CSV Error on Line: (\d+)")]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"Maximum line size of (\d+) bytes exceeded. Actual Size:\s*(\d+)")]
    private static partial Regex LengthPattern();

    [GeneratedRegex(@"Expected Number of Columns: (\d+) Found: (\d+)")]
    private static partial Regex WidthPattern();
}
