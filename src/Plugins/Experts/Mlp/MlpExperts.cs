using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Experts.Mlp;

/// <summary>Multi-layer perceptrons: affine maps with an activation function behind each.</summary>
[Plugin("mlp")]
public sealed class MlpExperts(MlpExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertSite site) => new MlpExpertBank(options, site);
}
