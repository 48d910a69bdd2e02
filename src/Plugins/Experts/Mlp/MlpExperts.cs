using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Experts.Mlp;

/// <summary>Multi-layer perceptrons: affine maps with an activation function behind each.</summary>
/// <remarks>
/// <para>For each layer <c>h = dropout(activation(normalization(W x + b)))</c>; the experts of Ma et al., KDD 2018.</para>
/// <para>When to use it: first. Other kinds can stand beside it in a further bank.</para>
/// </remarks>
[Plugin("mlp")]
public sealed class MlpExperts(MlpExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new MlpExpertBank(options, context);
}
