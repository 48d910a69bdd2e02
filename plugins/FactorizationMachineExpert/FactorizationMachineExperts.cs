using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace FactorizationMachineExpert;

/// <summary>Factorisation machines: all products of two inputs, with weights of low rank.</summary>
/// <remarks>
/// <para>
/// Each value of an expert's output is a machine of its own: <c>w_0 + sum_i w_i x_i + sum_{i&lt;j} &lt;v_i, v_j&gt; x_i x_j</c>. Rendle:
/// Factorization Machines, ICDM 2010, equation 1, computed in linear time by lemma 3.1:
/// <c>sum_{i&lt;j} &lt;v_i, v_j&gt; x_i x_j = 1/2 sum_f ((sum_i v_if x_i)^2 - sum_i v_if^2 x_i^2)</c>.
/// </para>
/// <para>
/// When to use it: what counts is which two features meet, and no pair is seen often enough to learn a weight of its own. Beside <c>mlp</c> experts,
/// which have to find products by themselves.
/// </para>
/// </remarks>
[Plugin("factorization-machine")]
public sealed class FactorizationMachineExperts(FactorizationMachineExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new FactorizationMachineExpertBank(options, context);
}
