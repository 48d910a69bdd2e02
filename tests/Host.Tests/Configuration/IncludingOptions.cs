using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Plugins.Optimizers.Adam;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Options that include those of a record of another assembly, and of one that includes a third.</summary>
[PluginOptions]
internal sealed partial record IncludingOptions
{
    /// <summary>The first.</summary>
    public required string First { get; init; }

    /// <summary>A step.</summary>
    [IncludedOptions]
    public AdamStepOptions Step { get; init; } = new();

    /// <summary>In the middle.</summary>
    [Range(1, 9)]
    public int Middle { get; init; } = 1;

    /// <summary>Limits.</summary>
    [IncludedOptions]
    public required LimitOptions Limits { get; init; }

    /// <summary>The last.</summary>
    public int Last { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Limits.Highest > Middle)
        {
            section.Report("highest", "must not be above middle");
        }
    }
}

/// <summary>Limits, of which one is required.</summary>
[PluginOptions]
internal sealed partial record LimitOptions
{
    /// <summary>The lower limit.</summary>
    [IncludedOptions]
    public LowestOptions Lower { get; init; } = new();

    /// <summary>The upper limit.</summary>
    public required int Highest { get; init; }

    private void Validate(OptionsSection section)
    {
        if (Lower.Lowest > Highest)
        {
            section.Report("lowest", "must not be above highest");
        }
    }
}

/// <summary>A lower limit that nobody sees.</summary>
[PluginOptions]
internal sealed partial record LowestOptions
{
    /// <summary>The limit.</summary>
    public int Lowest { get; init; }

    /// <summary>A password.</summary>
    public Secret? Password { get; init; }
}
