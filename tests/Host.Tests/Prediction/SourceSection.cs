using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Data;

namespace MmoePipeline.Host.Tests.Prediction;

/// <summary>A section with a data source.</summary>
[PluginOptions]
internal sealed partial record SourceSection
{
    /// <summary>The source.</summary>
    public required PluginSlot<IDataSource> Source { get; init; }
}
