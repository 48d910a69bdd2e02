using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.DataSources.Files;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>Options of Parquet files.</summary>
[PluginOptions]
public sealed partial record ParquetDataSourceOptions
{
    /// <summary>The file, by its name. Where no such file is there, an asterisk makes it a pattern.</summary>
    [OptionPath(".parquet")]
    public string? Path { get; init; }

    /// <summary>In place of path: the files of one table by their names, in their order.</summary>
    [OptionPath(".parquet")]
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>
    /// In place of path: patterns of files that are one table, those of each in ordinal order. * stands for any part of a name, ** for any
    /// folders, every other character for itself.
    /// </summary>
    [OptionPath(".parquet")]
    public ImmutableArray<string> Patterns { get; init; } = [];

    /// <summary>Whether folders called KEY=VALUE above a file are columns; refused where a file has a column of that name.</summary>
    public bool HivePartitions { get; init; }

    internal FileSelection Files => new(Path, Paths, Patterns);

    private void Validate(OptionsSection section) => Files.Validate(section);
}
