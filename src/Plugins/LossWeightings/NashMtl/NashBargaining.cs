using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.NashMtl;

/// <summary>Nash bargaining: the step on which tasks agree when each weighs its own relative gain.</summary>
/// <remarks>
/// <para>
/// Navon et al.: Multi-Task Learning as a Bargaining Game, ICML 2022, claim 3.1: the combined gradient is
/// <c>sum_k a_k g_k</c> with <c>G G^T a = 1 / a</c>, element by element. It doesn't depend on the sizes of the losses, and its norm
/// is always the root of the number of tasks: the learning rate alone sets the length of a step. The equation is solved in
/// each step by Newton's method with a ridge of 1e-8 of each diagonal entry, where the paper approximates it by a sequence of convex programmes. A
/// task whose gradient is zero, for instance without a labelled row in the batch, is left out of the step.
/// </para>
/// <para>
/// Differences: the authors clip the combined gradient to norm 1; here <c>training.gradientClipping</c> does that. With them the tasks' own
/// parameters minimise the weighted sum of the losses, here the plain sum. The authors and LibMTL can solve every n-th step only; here each is solved.
/// </para>
/// <para>
/// When to use it: tasks conflict and differ in size. Use an optimizer that adapts its step, or a schedule that shrinks the
/// learning rate.
/// </para>
/// </remarks>
[Plugin("nash-mtl")]
public sealed class NashBargaining(LossWeightingContext context) : WeightedGradients(nameof(NashBargaining), context)
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) =>
        NonzeroGradients.Solve(products, (part, _) => FairnessPoint.Solve(part, 1));
}
