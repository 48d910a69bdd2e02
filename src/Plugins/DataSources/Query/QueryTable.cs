using DuckDB.NET.Data;
using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.Csv;
using MmoePipeline.Plugins.DataSources.DuckDb;
using MmoePipeline.Plugins.DataSources.Files;
using MmoePipeline.Plugins.DataSources.Parquet;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>A table of a query, with its files.</summary>
/// <param name="Name">Its name in the SQL.</param>
/// <param name="Files">Its files.</param>
/// <param name="CsvFiles">The same files, where they are CSV.</param>
internal sealed record QueryTable(string Name, ImmutableArray<string> Files, ImmutableArray<CsvFile> CsvFiles)
{
    /// <summary>Opens a table: looks for its files, and at the headers of CSV.</summary>
    /// <exception cref="BadInputException">A file is not there or can't be read.</exception>
    public static QueryTable Open(QueryTableOptions options)
    {
        ImmutableArray<string> files = options.Resolve();
        return new QueryTable(
            options.Name, files, options.IsParquet ? [] : [.. files.Select(file => CsvFile.Open(new CsvFormat(file, options.Delimiter, []), hasFolders: false))]);
    }

    /// <summary>Requires that compressed files are whole.</summary>
    /// <exception cref="BadInputException">One is not.</exception>
    public void RequireWhole(CancellationToken cancellation)
    {
        foreach (CsvFile file in CsvFiles)
        {
            CompressedFile.RequireWhole(file.Path, cancellation);
        }
    }

    /// <summary>The statement that makes a view of the table.</summary>
    /// <param name="engine">The engine, which may read the files.</param>
    /// <exception cref="BadInputException">The files have different columns.</exception>
    public string CreateView(DuckDBConnection engine) => $"CREATE VIEW {Sql.Name(Name)} AS {(CsvFiles.IsEmpty ? Parquet(engine) : Csv())}";

    private string Csv()
    {
        ImmutableArray<string> columns = CsvFiles[0].Columns;
        foreach (CsvFile file in CsvFiles)
        {
            file.Require(columns.Select(column => new ColumnRequest(column, ColumnForm.Text)));
        }

        return string.Join(" UNION ALL ", CsvFiles.Select(file => file.Select(columns)));
    }

    /// <summary>The engine on its own would take the first file's types, and round or cut what the others have.</summary>
    private string Parquet(DuckDBConnection engine)
    {
        ImmutableArray<ParquetFile> files = [.. Files.Select(file => ParquetFile.Open(engine, file, hasFolders: false))];
        foreach (ParquetFile file in files)
        {
            foreach (ParquetColumn column in files[0].Columns)
            {
                ParquetColumn other = file.Column(column.Name);
                if (other.Type != column.Type)
                {
                    throw new BadInputException(
                        ParquetCodes.DifferentTypes,
                        file.Description,
                        $"column {CellText.Quote(column.Name)} is {CellText.Cut(other.Type, 100)}, but {CellText.Cut(column.Type, 100)} in {files[0].Description}; "
                        + "expected one type in all files of a table of a query: make two tables, and CAST in the SQL.");
                }
            }
        }

        return $"SELECT {string.Join(", ", files[0].Columns.Select(column => column.Expression))} FROM {ParquetFile.Table(Files)}";
    }
}
