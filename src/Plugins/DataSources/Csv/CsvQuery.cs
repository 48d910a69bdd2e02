using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>The SQL that reads a file. Nothing is guessed: every value is a text, and dialect and columns are given.</summary>
/// <param name="options">The file.</param>
internal sealed class CsvQuery(CsvDataSourceOptions options)
{
    /// <summary>Gives the first line as one text, whatever is in it and below it.</summary>
    public string FirstLine =>
        $"SELECT line FROM read_csv({Sql.Text(options.Path)}, delim = '\u0001', quote = '', escape = '', header = false, "
        + "auto_detect = false, strict_mode = false, columns = {'line': 'VARCHAR'}) LIMIT 1";

    /// <summary>Gives no rows, but columns named as in a file of a header alone.</summary>
    /// <param name="headerFile">The file.</param>
    public string ColumnNames(string headerFile) => $"SELECT * FROM read_csv({Sql.Text(headerFile)}, {Dialect(hasHeader: true)})";

    /// <summary>Gives the rows of some columns in the order of the file.</summary>
    /// <param name="all">All columns of the file.</param>
    /// <param name="columns">Those to read.</param>
    public string Rows(IEnumerable<string> all, IEnumerable<string> columns)
    {
        string types = string.Join(", ", all.Select(column => $"{Sql.Text(column)}: 'VARCHAR'"));
        string header = Dialect(hasHeader: options.Columns.IsEmpty);
        return $"SELECT {string.Join(", ", columns.Select(Sql.Name))} FROM read_csv({Sql.Text(options.Path)}, {header}, "
            + $"auto_detect = false, columns = {{{types}}})";
    }

    private string Dialect(bool hasHeader) =>
        $"delim = {Sql.Text(options.Delimiter)}, quote = '\"', escape = '\"', header = {(hasHeader ? "true" : "false")}, "
        + "all_varchar = true, null_padding = false";
}
