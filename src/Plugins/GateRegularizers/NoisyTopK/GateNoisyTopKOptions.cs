using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Plugins.GateRegularizers.NoisyTopK;

/// <summary>Options of the noisy choice of experts.</summary>
[PluginOptions]
public sealed partial record GateNoisyTopKOptions
{
    /// <summary>How many experts a row uses.</summary>
    [Range(1, 4096)]
    public int K { get; init; } = 2;

    /// <summary>Whether trained noise is added while training, so that neighbours in the order get their turn.</summary>
    public bool Noise { get; init; } = true;
}
