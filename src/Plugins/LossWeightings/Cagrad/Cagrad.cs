using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.RootFinding;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Cagrad;

/// <summary>Conflict-averse descent: of all steps near the mean gradient, the one that helps the worst task most.</summary>
/// <remarks>
/// Liu et al.: Conflict-Averse Gradient Descent for Multi-task Learning, NeurIPS 2021, equation 3: <c>d</c> maximises
/// <c>min_k(g_k . d)</c> subject to <c>|d - g_0| &lt;= c |g_0|</c>, <c>g_0</c> being the mean gradient. By the dual,
/// <c>d = g_0 + t sum_k w_k g_k</c>, where w are the weights of the shortest vector in the convex hull of <c>g_0 + t g_k</c>, and
/// t is such that d lies on the sphere; t is found by Brent's method over its logarithm. The result is multiplied by the number of tasks, so that
/// <c>c = 0</c> is the plain sum. A task whose gradient is zero, for instance without a labelled row in the batch, is left out: the mean, the
/// worst task and the number of tasks are those of the others. The default radius 0.5 is LibMTL's, which divides the result by <c>1 + c^2</c>.
/// <para>
/// When to use it: tasks conflict, but the average should still converge; for radii below 1 the paper proves that it does.
/// </para>
/// </remarks>
[Plugin("cagrad")]
public sealed class Cagrad(CagradOptions options, LossWeightingContext context) : WeightedGradients(nameof(Cagrad), context)
{
    /// <summary>Gradients whose shortest combination is below this part of the shortest gradient cancel out.</summary>
    private const double Cancelled = 1e-8;

    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) =>
        NonzeroGradients.Solve(products, (part, _) => Solve(part));

    private double[] Solve(Matrix<double> products)
    {
        int tasks = products.RowCount;
        double meanSquare = products.Enumerate().Average();
        double scale = products.Diagonal().Average();
        if (options.Radius == 0 || meanSquare <= 1e-14 * scale)
        {
            return [.. Enumerable.Repeat(1.0, tasks)];
        }

        Matrix<double> relative = products / meanSquare;
        double Excess(double logarithm)
        {
            double multiplier = Math.Exp(logarithm);
            return (multiplier * Length(relative, Weights(relative, multiplier))) - options.Radius;
        }

        // |sum_k w_k g_k| is between the length of the shortest combination and that of the longest gradient: so is t.
        double shortest = Length(relative, MinimumNormPoint.Weights(relative));
        double floor = Cancelled * Math.Sqrt(relative.Diagonal().Min());
        double lower = Math.Log(options.Radius / Math.Sqrt(relative.Diagonal().Max())) - 1;
        double upper = Math.Log(options.Radius / Math.Max(shortest, floor)) + 1;

        // Where the gradients can cancel out, the sphere may be out of reach; then the shortest vector is inside.
        double found = Math.Exp(Excess(upper) < 0 ? upper : Brent.FindRoot(Excess, lower, upper, 1e-12, 500));
        return [.. Weights(relative, found).Select(weight => 1 + (tasks * found * weight))];
    }

    private static double Length(Matrix<double> products, double[] weights)
    {
        var combination = Vector<double>.Build.Dense(weights);
        return Math.Sqrt(Math.Max(0, combination * (products * combination)));
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
