using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Options of a file of separated values.</summary>
[PluginOptions]
public sealed partial record CsvDataSourceOptions
{
    /// <summary>
    /// The file, by its name; compressed by gzip when it ends in .gz, by zstd when in .zst. Where no such file is there, an asterisk makes it a
    /// pattern.
    /// </summary>
    [OptionPath(".csv", ".csv.gz", ".csv.zst")]
    public string? Path { get; init; }

    /// <summary>The files of a table in several files.</summary>
    [IncludedOptions]
    public FileListOptions Files { get; init; } = new();

    /// <summary>The columns' names, for a file without a header; left out, the first line names them.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>What separates the values of a line.</summary>
    [Length(1, 4)]
    public string Delimiter { get; init; } = ",";

    internal FileSelection Selection => new(Path, Files.Paths, Files.Patterns);

    private void Validate(OptionsSection section)
    {
        Selection.Validate(section);
        if (Delimiter is [' ', _, ..])
        {
            section.Report("delimiter", "begins with a space and has more characters: spaces next to quotes would be ambiguous; write one space, or a delimiter that begins with another character");
        }

        foreach (string twice in Columns.GroupBy(column => column).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            section.Report("columns", $"\"{twice}\" is named twice; every column needs a name of its own");
        }
    }
}
