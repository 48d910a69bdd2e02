using MmoePipeline.Composition;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Experts.Mask;

/// <summary>Masks: each row scales features and hidden values by a mask that is made from the row itself.</summary>
/// <remarks>
/// <para>
/// For each block <c>h_l = ReLU(LN(W_l (m_l * h_{l-1})))</c> with the mask <c>m_l = B_l ReLU(A_l x + a_l) + b_l</c>; <c>h_0</c> is the
/// input, with each field's embedding normalised where the bank reads fields. Wang, She, Zhang: MaskNet, DLP-KDD 2021, equations
/// 3, 6 and 8, blocks in a row.
/// </para>
/// <para>When to use it: features whose worth changes from row to row.</para>
/// </remarks>
[Plugin("mask")]
public sealed class MaskExperts(MaskExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => new MaskExpertBank(options, context);
}
