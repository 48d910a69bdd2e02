using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Splits.Random;

/// <summary>Options of the random split.</summary>
[PluginOptions]
public sealed partial record RandomSplitOptions
{
    /// <summary>The shares of the rows.</summary>
    [IncludedOptions]
    public Shares Shares { get; init; } = new();
}
