using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Fairgrad;

/// <summary>Fair gradients: the step with the largest alpha-fair utility of what each task gains.</summary>
/// <remarks>
/// <para>
/// Ban, Ji: Fair Resource Allocation in Multi-Task Learning, ICML 2024, equation 4: the combined gradient is
/// <c>sum_k a_k g_k</c> with <c>G G^T a = a^(-1/alpha)</c>, element by element, solved by Newton's method with a ridge of 1e-8 of each diagonal
/// entry. A task whose gradient is zero, for instance without a labelled row in the batch, is left out of the step. The tasks' own parameters
/// minimise the plain sum of the losses.
/// </para>
/// <para>
/// Differences: the authors' scripts take alpha 2 as here, LibMTL alpha 1. The authors clip the combined gradient to norm 1 and multiply it by
/// the number of tasks; here <c>training.gradientClipping</c> and the learning rate do that.
/// </para>
/// <para>
/// When to use it: tasks conflict, and how much the weakest should be favoured is to be set. With alpha 1 it is Nash-MTL.
/// </para>
/// </remarks>
[Plugin("fairgrad")]
public sealed class Fairgrad(FairgradOptions options, LossWeightingContext context) : WeightedGradients(nameof(Fairgrad), context)
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) =>
        NonzeroGradients.Solve(products, (part, _) => FairnessPoint.Solve(part, 1 / options.Alpha));
}
