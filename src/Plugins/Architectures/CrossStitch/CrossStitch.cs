using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.CrossStitch;

/// <summary>Cross-stitch: a network for each task, and behind every layer a learned linear combination of them.</summary>
/// <remarks>
/// <para>
/// Misra, Shrivastava, Gupta, Hebert: Cross-stitch Networks for Multi-task Learning, CVPR 2016, equation 1: behind layer l,
/// <c>x'_k = sum_j alpha_kj x_j</c> with one matrix alpha for each layer. It starts with <c>ownWeight</c> on the diagonal and
/// the rest spread evenly over the others. The embedding is shared.
/// </para>
/// <para>
/// When to use it: to see at which depth tasks want to share: the trained alphas, which a trace shows as gates, tell it. It has
/// a whole network for each task.
/// </para>
/// </remarks>
[Plugin("cross-stitch")]
public sealed class CrossStitch(CrossStitchOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new CrossStitchModel(options, context);
}
