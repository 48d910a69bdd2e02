namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Codes of problems of CSV files.</summary>
internal static class CsvCodes
{
    /// <summary>A CSV file is empty.</summary>
    public const string Empty = "MMOE2201";

    /// <summary>A CSV file is not written in UTF-8.</summary>
    public const string NotUtf8 = "MMOE2202";

    /// <summary>A file is compressed, and its name doesn't say so.</summary>
    public const string WrongEnding = "MMOE2203";

    /// <summary>A line is longer than can be read.</summary>
    public const string LineTooLong = "MMOE2204";

    /// <summary><c>columns</c> is given, and the first line is a header.</summary>
    public const string UnexpectedHeader = "MMOE2205";

    /// <summary>A row has more or fewer values than there are columns.</summary>
    public const string WrongValueCount = "MMOE2206";

    /// <summary>The quotes of a line are wrong.</summary>
    public const string WrongQuotes = "MMOE2207";

    /// <summary>Some lines end in <c>\r\n</c>, others in <c>\n</c>.</summary>
    public const string MixedLineEnds = "MMOE2208";

    /// <summary>The CSV reader refuses a line for another reason.</summary>
    public const string UnreadableLine = "MMOE2209";

    /// <summary>A rejected row can't be left out, because it is unclear where the next row begins.</summary>
    public const string UnclearRows = "MMOE2210";

    /// <summary>Two readings of the file found different numbers of rows.</summary>
    public const string TwoReadings = "MMOE2211";
}
