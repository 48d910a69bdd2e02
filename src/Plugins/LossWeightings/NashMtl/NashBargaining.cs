using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.NashMtl;

/// <summary>Nash bargaining: the step on which tasks agree when each weighs its own relative gain.</summary>
/// <remarks>
/// Navon et al.: Multi-Task Learning as a Bargaining Game, ICML 2022, claim 3.1: the combined gradient is
/// <c>sum_k a_k g_k</c> with <c>G G^T a = 1 / a</c>, element by element. It doesn't depend on the sizes of the losses, and its norm
/// is always the root of the number of tasks: the learning rate alone sets the length of a step. The equation is solved exactly in
/// each step, where the paper approximates it by a sequence of convex programmes.
/// <para>
/// When to use it: tasks conflict and differ in size. Use an optimizer that adapts its step, or a schedule that shrinks the
/// learning rate.
/// </para>
/// </remarks>
[Plugin("nash-mtl")]
public sealed class NashBargaining() : WeightedGradients(nameof(NashBargaining))
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) => FairnessPoint.Solve(products, 1);
}
