using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Mmoe;

/// <summary>Multi-gate mixture of experts: shared experts, and for each task a gate that weighs them.</summary>
/// <remarks>
/// Ma, Zhao, Yi, Chen, Hong, Chi: Modeling Task Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts,
/// KDD 2018, equations 5 to 7.
/// </remarks>
[Plugin("mmoe")]
public sealed class Mmoe(MmoeOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new MmoeModel(options, context);
}
