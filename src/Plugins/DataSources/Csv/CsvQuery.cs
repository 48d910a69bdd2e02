using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>
/// The SQL that reads a file. Nothing is guessed: every value is a text, and dialect, compression and columns are given. Columns are called by
/// their number, because names that differ in case only are one name to the engine.
/// </summary>
/// <param name="format">The file.</param>
/// <param name="columnCount">The number of its columns.</param>
internal sealed class CsvQuery(CsvFormat format, int columnCount)
{
    /// <summary>One and the same wherever rows are left out: with <c>ignore_errors</c> alone, the engine leaves out others.</summary>
    private const string LeavingOut = ", store_rejects = true, rejects_limit = 0";

    /// <summary>Bytes of a row at most.</summary>
    public const int LongestLine = 16 << 20;

    /// <summary>Bytes that a thread reads at once; two of the longest lines fit.</summary>
    private const int BufferBytes = 32 << 20;

    private string? _lineEnd;

    /// <summary>After <see cref="CountRejecting"/>: the rows that can't be split, in the order of the file.</summary>
    public static string Rejects =>
        "SELECT line, error_message, csv_line FROM reject_errors ORDER BY line";

    /// <summary>The column of a number, from 0.</summary>
    public static string Column(int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"c{index}");

    /// <summary>Gives the rows of some columns in the order of the file.</summary>
    /// <param name="expressions">What to read, in SQL.</param>
    /// <param name="isTolerant">Whether rows that can't be split are left out.</param>
    public string Rows(IEnumerable<string> expressions, bool isTolerant) =>
        $"SELECT {string.Join(", ", expressions)} FROM {Table(isTolerant ? LeavingOut : "")}";

    /// <summary>Counts the same rows and notes those that can't be split.</summary>
    /// <param name="columns">Those that are read.</param>
    public string CountRejecting(IEnumerable<int> columns) =>
        $"SELECT {string.Join(", ", columns.Distinct().Select(column => $"count({Column(column)})").Prepend("count(*)"))} FROM {Table(LeavingOut)}";

    private string Table(string errors)
    {
        string types = string.Join(", ", Enumerable.Range(0, columnCount).Select(column => $"'{Column(column)}': 'VARCHAR'"));
        return $"read_csv({Sql.FilePath(format.Path)}, {Dialect}, columns = {{{types}}}{LineEnd()}{errors})";
    }

    /// <summary>
    /// The engine takes the first line end that it finds, even one within quotes. What <c>\r</c> alone ends it has to find itself.
    /// </summary>
    private string LineEnd()
    {
        if (_lineEnd is null)
        {
            _lineEnd = CsvLines.FirstEnd(format) switch
            {
                "\n" => @", new_line = '\n'",
                "\r\n" => @", new_line = '\r\n'",
                _ => "",
            };
        }

        return _lineEnd;
    }

    /// <summary>
    /// Without <c>strict_mode</c>, which is true by default: where it is given next to a line end of <c>\r\n</c>, this engine returns no rows at all.
    /// </summary>
    private string Dialect =>
        $"delim = {Sql.Text(format.Delimiter)}, quote = '\"', escape = '\"', nullstr = '', header = {(format.HasHeader ? "true" : "false")}, skip = 0, "
        + $"compression = '{CompressedFile.CompressionOf(format.Path)}', encoding = 'utf-8', auto_detect = false, all_varchar = true, null_padding = false, "
        + "hive_partitioning = false, union_by_name = false, filename = false, "
        + $"max_line_size = {LongestLine}, buffer_size = {BufferBytes}";
}
