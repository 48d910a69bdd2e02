using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>Options of a table in several files.</summary>
[PluginOptions]
public sealed partial record FileListOptions
{
    /// <summary>In place of path: the files of one table by their names, in their order.</summary>
    [OptionPath(".csv", ".csv.gz", ".csv.zst", ".parquet")]
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>
    /// In place of path: patterns of files that are one table, those of each in ordinal order. * stands for any part of a name, ** for any
    /// folders, every other character for itself.
    /// </summary>
    [OptionPath(".csv", ".csv.gz", ".csv.zst", ".parquet")]
    public ImmutableArray<string> Patterns { get; init; } = [];

    /// <summary>Whether folders called KEY=VALUE above a file are columns; refused where a file has a column of that name.</summary>
    public bool HivePartitions { get; init; }
}
