using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace LowRankExpert;

/// <summary>Experts that read their input through a narrow map: far fewer parameters where the input is wide.</summary>
/// <remarks>An example of a plugin outside of the program. An expert is <c>relu(U_i (V_i x) + b_i)</c>.</remarks>
[Plugin("low-rank")]
public sealed class LowRankExperts(LowRankExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new LowRankExpertBank(options, context);
}
