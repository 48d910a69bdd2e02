using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>The SQL that reads a file. Nothing is guessed: every value is a text, and dialect and columns are given.</summary>
/// <param name="options">The file.</param>
internal sealed class CsvQuery(CsvDataSourceOptions options)
{
    /// <summary>One and the same wherever rows are left out: with <c>ignore_errors</c> alone, the engine leaves out others.</summary>
    private const string LeavingOut = ", store_rejects = true, rejects_limit = 0";

    /// <summary>Bytes of a row at most.</summary>
    public const int LongestLine = 16 << 20;

    /// <summary>Bytes that a thread reads at once; two of the longest lines fit.</summary>
    private const int BufferBytes = 32 << 20;

    private string? _lineEnd;

    /// <summary>Gives the first line as one text.</summary>
    public string FirstLine =>
        $"SELECT line FROM read_csv({Sql.Text(options.Path)}, delim = '\u0001', quote = '', escape = '', header = false, "
        + "auto_detect = false, strict_mode = false, "
        + $"{Limits}, columns = {{'line': 'VARCHAR'}}) LIMIT 1";

    private static string Limits => $"max_line_size = {LongestLine}, buffer_size = {BufferBytes}";

    /// <summary>Gives no rows, but columns named as in a file of a header alone.</summary>
    /// <param name="headerFile">The file.</param>
    public string ColumnNames(string headerFile) => $"SELECT * FROM read_csv({Sql.Text(headerFile)}, {Dialect(hasHeader: true)})";

    /// <summary>After <see cref="CountRejecting"/>: the rows that can't be split, in the order of the file.</summary>
    public static string Rejects =>
        "SELECT line, error_message, csv_line FROM reject_errors ORDER BY line";

    /// <summary>Gives the rows of some columns in the order of the file.</summary>
    /// <param name="all">All columns of the file.</param>
    /// <param name="columns">Those to read.</param>
    /// <param name="isTolerant">Whether rows that can't be split are left out.</param>
    public string Rows(IEnumerable<string> all, IEnumerable<string> columns, bool isTolerant) =>
        $"SELECT {string.Join(", ", columns.Select(Sql.Name))} FROM {Table(all, isTolerant ? LeavingOut : "")}";

    /// <summary>Counts the same rows and notes those that can't be split.</summary>
    /// <param name="all">All columns of the file.</param>
    /// <param name="columns">Those that are read.</param>
    public string CountRejecting(IEnumerable<string> all, IEnumerable<string> columns) =>
        $"SELECT count(*), {string.Join(", ", columns.Select(column => $"count({Sql.Name(column)})"))} FROM "
        + Table(all, LeavingOut);

    private string Table(IEnumerable<string> all, string errors)
    {
        string types = string.Join(", ", all.Select(column => $"{Sql.Text(column)}: 'VARCHAR'"));
        string header = Dialect(hasHeader: options.Columns.IsEmpty);
        return $"read_csv({Sql.Text(options.Path)}, {header}, auto_detect = false, columns = {{{types}}}{LineEnd()}{errors})";
    }

    /// <summary>
    /// The engine takes the first line end that it finds, even one within quotes. What <c>\r</c> alone ends it has to find itself.
    /// </summary>
    private string LineEnd()
    {
        if (_lineEnd is null)
        {
            _lineEnd = CsvLines.FirstEnd(options) switch
            {
                "\n" => @", new_line = '\n'",
                "\r\n" => @", new_line = '\r\n'",
                _ => "",
            };
        }

        return _lineEnd;
    }

    private string Dialect(bool hasHeader) =>
        $"delim = {Sql.Text(options.Delimiter)}, quote = '\"', escape = '\"', header = {(hasHeader ? "true" : "false")}, "
        + $"all_varchar = true, null_padding = false, {Limits}";
}
