using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Aitm;

/// <summary>Adaptive information transfer: along a chain of tasks, attention decides how much of the task before to take over.</summary>
/// <remarks>
/// <para>
/// Xi, Chen, Yan, Zhang, Zhu, Zhuang, Chen: Modeling the Sequential Dependence among Audience Multi-step Conversions with
/// Multi-task Learning in Targeted Display Advertising, KDD 2021. Equation 3: <c>p_t = g_t-1(z_t-1)</c>. Equations 4 to 6:
/// <c>z_t = sum_u w_u h1(u)</c> over u in <c>{p_t, q_t}</c>, where the weights are the softmax of <c>h2(u) . h3(u) /
/// sqrt(k)</c>; the first task of the chain has <c>z = q</c>. Equation 8, the calibrator: <c>max(y_t - y_t-1, 0)</c> is added
/// to the loss, because a later step can't be likelier than the one before.
/// </para>
/// <para>
/// Differences: the transfer <c>g</c> is an affine map; in the official TensorFlow code it is a dense layer with ReLU and dropout. The maps of
/// the attention have biases, there they have none.
/// </para>
/// <para>
/// When to use it: where tasks are steps of one way (impression, click, purchase) and late steps are rare. Tasks that aren't
/// steps of each other have no use for the calibrator: set its weight to 0. The paper's network has no experts; with
/// <c>experts</c>, the tasks' own layers read mixtures.
/// </para>
/// </remarks>
[Plugin("aitm")]
public sealed class Aitm(AitmOptions options) : IArchitecture
{
    /// <inheritdoc/>
    public MultiTaskModel Build(ModelContext context) => new AitmModel(options, context);
}
