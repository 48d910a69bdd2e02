using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>Options of Parquet files.</summary>
[PluginOptions]
public sealed partial record ParquetDataSourceOptions
{
    /// <summary>
    /// The file, or a pattern of files that are one table, in the order of their names: * stands for any part of a name, ** for
    /// any folders.
    /// </summary>
    [OptionPath(".parquet")]
    public required string Path { get; init; }
}
