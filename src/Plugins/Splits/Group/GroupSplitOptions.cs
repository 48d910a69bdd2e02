using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;

namespace MmoePipeline.Plugins.Splits.Group;

/// <summary>Options of the group split.</summary>
[PluginOptions]
public sealed partial record GroupSplitOptions
{
    /// <summary>The column whose values are the groups, such as a user or session identifier.</summary>
    [Length(1, int.MaxValue)]
    public required string Column { get; init; }

    /// <summary>The shares of the groups.</summary>
    [IncludedOptions]
    public Shares Shares { get; init; } = new();
}
