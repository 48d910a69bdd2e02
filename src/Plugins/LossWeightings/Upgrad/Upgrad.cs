using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Upgrad;

/// <summary>Jacobian descent: projects each gradient onto the directions that worsen no task, and adds the projections.</summary>
/// <remarks>
/// Quinton, Rey: Jacobian Descent for Multi-Objective Optimization, 2024, equation 5 and proposition 1: the projection of
/// <c>g_i</c> onto the dual cone of the gradients is <c>sum_k v_k g_k</c> for the v that minimises <c>v^T G G^T v</c> over
/// <c>v &gt;= e_i</c>. The projections are added up where the paper takes their mean, so that without conflict it is the plain
/// sum. A task whose gradient is zero, for instance without a labelled row in the batch, is left out. TorchJD adds 1e-4 of the trace to the
/// diagonal (<c>reg_eps</c>); here nothing is added, so that no task gets worse however small its gradient is.
/// <para>
/// When to use it: tasks conflict and none may get worse, but, unlike with MGDA, each should count by the size of its gradient.
/// </para>
/// </remarks>
[Plugin("upgrad")]
public sealed class Upgrad(LossWeightingContext context) : WeightedGradients(nameof(Upgrad), context)
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) => NonzeroGradients.Solve(products, (part, _) =>
    {
        var weights = Vector<double>.Build.Dense(part.RowCount, 1);
        for (int task = 0; task < part.RowCount; task++)
        {
            weights += Vector<double>.Build.Dense(NonnegativeQuadraticProgram.Solve(part, part.Column(task)));
        }

        return weights.ToArray();
    });
}
