using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;
using MmoePipeline.Composition;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Cagrad;

/// <summary>Conflict-averse descent: of all steps near the mean gradient, the one that helps the worst task most.</summary>
/// <remarks>
/// Liu et al.: Conflict-Averse Gradient Descent for Multi-task Learning, NeurIPS 2021, equation 3: <c>d</c> maximises
/// <c>min_k(g_k . d)</c> subject to <c>|d - g_0| &lt;= c |g_0|</c>, <c>g_0</c> being the mean gradient. By the dual,
/// <c>d = g_0 + t sum_k w_k g_k</c>, where w are the weights of the shortest vector in the convex hull of <c>g_0 + t g_k</c>, and
/// t is such that d lies on the sphere; t is found by Brent's method. The result is multiplied by the number of tasks, so that
/// <c>c = 0</c> is the plain sum.
/// <para>
/// When to use it: tasks conflict, but the average should still converge; for radii below 1 the paper proves that it does.
/// </para>
/// </remarks>
[Plugin("cagrad")]
public sealed class Cagrad(CagradOptions options) : WeightedGradients(nameof(Cagrad))
{
    private const double LargestMultiplier = 1e6;

    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses)
    {
        int tasks = products.RowCount;
        double meanSquare = products.Enumerate().Average();
        double scale = products.Diagonal().Average();
        if (options.Radius == 0 || meanSquare <= 1e-12 * scale)
        {
            return [.. Enumerable.Repeat(1.0, tasks)];
        }

        Matrix<double> relative = products / meanSquare;
        double Excess(double multiplier)
        {
            var weights = Vector<double>.Build.Dense(Weights(relative, multiplier));
            return (multiplier * Math.Sqrt(Math.Max(0, weights * (relative * weights)))) - options.Radius;
        }

        double upper = 1;
        while (Excess(upper) < 0 && upper < LargestMultiplier)
        {
            upper *= 4;
        }

        // Where the gradients can cancel out, the sphere may be out of reach; then the shortest vector is inside.
        double found = Excess(upper) < 0 ? upper : Brent.FindRoot(Excess, 0, upper, 1e-10, 200);
        return [.. Weights(relative, found).Select(weight => 1 + (tasks * found * weight))];
    }

    /// <summary>The weights of the shortest vector in the convex hull of the mean gradient plus a multiple of each gradient.</summary>
    private static double[] Weights(Matrix<double> products, double multiplier)
    {
        Vector<double> withMean = products.RowSums() / products.RowCount;
        double meanSquare = withMean.Average();
        return MinimumNormPoint.Weights(products.MapIndexed((row, column, product) =>
            meanSquare + (multiplier * (withMean[row] + withMean[column])) + (multiplier * multiplier * product)));
    }
}
