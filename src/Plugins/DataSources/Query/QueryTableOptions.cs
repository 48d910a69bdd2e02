using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>A table that the SQL of a query can name.</summary>
[PluginOptions]
public sealed partial record QueryTableOptions
{
    private const string ParquetEnding = ".parquet";
    private static readonly string[] CsvEndings = [".csv", ".csv.gz", ".csv.zst"];

    /// <summary>The table's name in the SQL.</summary>
    [RegularExpression("^[A-Za-z_][A-Za-z0-9_]*$")]
    public required string Name { get; init; }

    /// <summary>
    /// Its files, all of Parquet or all of CSV (.csv, .csv.gz, .csv.zst) with a header. Where no such file is there, an asterisk makes a path a
    /// pattern. The columns of CSV files are texts.
    /// </summary>
    [OptionPath]
    [MinLength(1)]
    public required ImmutableArray<string> Paths { get; init; }

    /// <summary>What separates the values of a line of CSV.</summary>
    [Length(1, 4)]
    public string Delimiter { get; init; } = ",";

    internal bool IsParquet => Paths[0].EndsWith(ParquetEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>The files, those of a pattern in ordinal order.</summary>
    /// <exception cref="BadInputException">One is not there, or is named twice.</exception>
    internal ImmutableArray<string> Resolve() => FileSelection.Resolve(Paths.SelectMany(path => FileSelection.Expand(path)));

    private void Validate(OptionsSection section)
    {
        foreach (string path in Paths)
        {
            bool isCsv = CsvEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
            if (!isCsv && !path.EndsWith(ParquetEnding, StringComparison.OrdinalIgnoreCase))
            {
                section.Report("paths", $"\"{SourceFile.Describe(path)}\" has another ending; expected .parquet, .csv, .csv.gz or .csv.zst");
            }
            else if (isCsv == IsParquet)
            {
                section.Report("paths", "has files of CSV and of Parquet; expected one format for all files of a table: make two tables, and UNION ALL BY NAME in the SQL");
                return;
            }
        }

        if (Delimiter is [' ', _, ..])
        {
            section.Report("delimiter", "begins with a space and has more characters: spaces next to quotes would be ambiguous; write one space, or a delimiter that begins with another character");
        }
    }
}
