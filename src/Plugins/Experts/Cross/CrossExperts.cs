using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Experts.Cross;

/// <summary>Cross networks: products of features, of a degree that grows by one with each layer.</summary>
/// <remarks>
/// <para>
/// <c>x_{l+1} = x_0 * (W_l x_l + b_l) + x_l</c>, with <c>W_l = U_l V_l^T</c> where a rank is given. Wang, Shivanna, Cheng, Jain, Lin,
/// Hong, Chi: DCN V2, WWW 2021, equations 1 and 2; <c>x_0</c> is what the bank reads.
/// </para>
/// <para>When to use it: labels that depend on combinations of a few fields; as a bank beside <c>mlp</c>.</para>
/// </remarks>
[Plugin("cross")]
public sealed class CrossExperts(CrossExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new CrossExpertBank(options, context);
}
