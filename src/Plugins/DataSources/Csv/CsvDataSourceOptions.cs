using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>Options of a file of separated values.</summary>
[PluginOptions]
public sealed partial record CsvDataSourceOptions
{
    /// <summary>The file; compressed by gzip when it ends in .gz, by zstd when in .zst.</summary>
    [OptionPath(".csv", ".csv.gz", ".csv.zst")]
    public required string Path { get; init; }

    /// <summary>The columns' names, for a file without a header; left out, the first line names them.</summary>
    public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>What separates the values of a line.</summary>
    [Length(1, 4)]
    public string Delimiter { get; init; } = ",";

    private void Validate(OptionsSection section)
    {
        foreach (string twice in Columns.GroupBy(column => column).Where(group => group.Count() > 1).Select(group => group.Key))
        {
            section.Report("columns", $"\"{twice}\" is named twice; every column needs a name of its own");
        }
    }
}
