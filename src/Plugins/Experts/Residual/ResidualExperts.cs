using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Experts.Residual;

/// <summary>Residual networks: each block adds a correction to what it reads, so that depth does no harm.</summary>
/// <remarks>
/// <para>
/// <c>h_0 = W x + b</c>, <c>h_l = h_{l-1} + B_l a(A_l n(h_{l-1}) + a_l) + b_l</c> with the activation <c>a</c> and the normalisation
/// <c>n</c>. He, Zhang, Ren, Sun: Identity Mappings in Deep Residual Networks, ECCV 2016, equation 1 with the order of its figure 4e;
/// for tables, Gorishniy et al., NeurIPS 2021, section 3.2.
/// </para>
/// <para>When to use it: experts of more than two or three layers.</para>
/// </remarks>
[Plugin("residual")]
public sealed class ResidualExperts(ResidualExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new ResidualExpertBank(options, context);
}
