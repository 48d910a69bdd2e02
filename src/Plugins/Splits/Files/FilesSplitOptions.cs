using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Splits.Files;

/// <summary>Options of the files split.</summary>
[PluginOptions]
public sealed partial record FilesSplitOptions
{
    /// <summary>The table of the rows that choose the best epoch; it has the same columns as <c>data.source</c>.</summary>
    public required PluginSlot<IDataSource> Validation { get; init; }

    /// <summary>The table of the rows for the final metrics; it has the same columns as <c>data.source</c>.</summary>
    public required PluginSlot<IDataSource> Test { get; init; }
}
