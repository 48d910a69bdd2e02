using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Experts;

namespace MmoePipeline.Plugins.Experts.Attention;

/// <summary>Self-attention over the fields' embeddings: each field gathers from the fields that matter to it.</summary>
/// <remarks>
/// <para>
/// Fields are embeddings <c>e_m</c>, numeric ones a trained vector times their value. For each head
/// <c>softmax(Q K^T / sqrt(width)) V</c>; the heads one after another plus <c>W e_m</c>, through a ReLU, are the field's new vector, and the
/// output is an affine map of all of them. Song et al.: AutoInt, CIKM 2019, equations 3 and 5 to 8, with the scaling of Vaswani et
/// al., NeurIPS 2017, equation 1.
/// </para>
/// <para>When to use it: many fields of which few combinations matter, that differ from row to row. It costs far more than an <c>mlp</c>.</para>
/// </remarks>
[Plugin("attention")]
public sealed class AttentionExperts(AttentionExpertsOptions options) : IExpert
{
    /// <inheritdoc/>
    public ExpertBank CreateBank(ExpertContext context) => context.Features is { } features
        ? new AttentionExpertBank(options, context, features)
        : throw new BadInputException(
            ModelCodes.FieldsMixed,
            context.Name,
            "experts of the type 'attention' read the fields' embeddings, which shared layers have mixed; they go without "
            + "sharedLayers.");
}
