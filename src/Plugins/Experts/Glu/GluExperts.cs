using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Experts.Glu;

/// <summary>Gated linear units: one half of each layer decides how much of the other half passes.</summary>
/// <remarks>
/// <para>
/// For each layer <c>h = (W x + b) * g(V x + c)</c>. Dauphin, Fan, Auli, Grangier: Language Modeling with Gated Convolutional
/// Networks, ICML 2017, equation 1; the other gates are those of Shazeer: GLU Variants Improve Transformer, 2020, equation 6.
/// </para>
/// <para>When to use it: features that matter only in the presence of others, at twice the parameters of an <c>mlp</c> of the same widths.</para>
/// </remarks>
[Plugin("glu")]
public sealed class GluExperts(GluExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new GluExpertBank(options, context);
}
