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

    /// <summary>The files of a table in several files.</summary>
    [IncludedOptions]
    public FileListOptions Files { get; init; } = new();

    internal FileSelection Selection => new(Path, Files.Paths, Files.Patterns);

    private void Validate(OptionsSection section) => Selection.Validate(section);
}
