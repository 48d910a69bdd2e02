using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;
using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Host.Tests.Configuration;

/// <summary>Options of every type and with every rule.</summary>
[PluginOptions]
internal sealed partial record EveryOption
{
    /// <summary>A switch.</summary>
    public bool Switch { get; init; } = true;

    /// <summary>A share.</summary>
    /// <remarks>Never all of it.</remarks>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Share { get; init; } = 0.5;

    /// <summary>Without limits of its own.</summary>
    public byte Level { get; init; }

    /// <summary>Some numbers only.</summary>
    [AllowedValues(1, 2, 4)]
    public long? Lanes { get; init; }

    /// <summary>Must be there.</summary>
    [RegularExpression("[a-z]+")]
    [StringLength(8, MinimumLength = 2)]
    public required string Name { get; init; }

    /// <summary>Anything but one, and not blank.</summary>
    [Required]
    [DeniedValues("nobody")]
    public string Owner { get; init; } = "";

    /// <summary>A folder.</summary>
    [OptionPath]
    public string? Folder { get; init; }

    /// <summary>A time to wait.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>A choice.</summary>
    public Activation? Activation { get; init; }

    /// <summary>Widths.</summary>
    [Length(1, 8)]
    [ItemRange(1, 4096)]
    public ImmutableArray<int> Widths { get; init; } = [64, 32];

    /// <summary>Weights by name.</summary>
    [MaxLength(4)]
    public IReadOnlyDictionary<string, float> Weights { get; init; } = ImmutableDictionary<string, float>.Empty;

    /// <summary>A section.</summary>
    public TowerOptions Tower { get; init; } = new();

    /// <summary>Sections.</summary>
    public ImmutableList<TowerOptions> Towers { get; init; } = [];

    /// <summary>Plugins.</summary>
    public ImmutableArray<PluginSlot<GateRegularizer>> Regularizers { get; init; } = [];
}
