using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data;
using MmoePipeline.Host.Data;

namespace MmoePipeline.Host.Composition;

/// <summary>The data: where it comes from, how it is split and which columns are features.</summary>
[PluginOptions]
internal sealed partial record DataOptions
{
    /// <summary>Where the rows come from.</summary>
    public required PluginSlot<IDataSource> Source { get; init; }

    /// <summary>Which rows are trained on, which choose the best epoch, and which are for the final metrics.</summary>
    public required SplitOptions Split { get; init; }

    /// <summary>Which columns are features, and how they are encoded.</summary>
    public required FeatureOptions Features { get; init; }

    /// <summary>
    /// The folder of encoded columns, kept so that the next run starts at once; may be deleted at any time. null keeps nothing.
    /// </summary>
    [OptionPath]
    public string? Cache { get; init; } = ".cache";
}
