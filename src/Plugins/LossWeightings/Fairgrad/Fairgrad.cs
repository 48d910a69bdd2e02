using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Fairgrad;

/// <summary>Fair gradients: the step with the largest alpha-fair utility of what each task gains.</summary>
/// <remarks>
/// Ban, Ji: Fair Resource Allocation in Multi-Task Learning, ICML 2024, equation 5: the combined gradient is
/// <c>sum_k a_k g_k</c> with <c>G G^T a = a^(-1/alpha)</c>, element by element.
/// <para>
/// When to use it: tasks conflict, and how much the weakest should be favoured is to be set. With alpha 1 it is Nash-MTL.
/// </para>
/// </remarks>
[Plugin("fairgrad")]
public sealed class Fairgrad(FairgradOptions options) : WeightedGradients(nameof(Fairgrad))
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) =>
        FairnessPoint.Solve(products, 1 / options.Alpha);
}
