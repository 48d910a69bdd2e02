using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Pcgrad;

/// <summary>Gradient surgery: takes from each task's gradient what points against another task's.</summary>
/// <remarks>
/// Yu et al.: Gradient Surgery for Multi-Task Learning, NeurIPS 2020, algorithm 1. For each task i and every other task j in
/// random order, where <c>g_i . g_j &lt; 0</c>: <c>g_i = g_i - (g_i . g_j) / |g_j|^2 g_j</c>, with the unchanged <c>g_j</c>. The
/// sum of the changed gradients is the step. A task without a labelled row in the batch has a gradient of zero, which changes nothing here.
/// <para>
/// When to use it: the gradient-conflict probe shows tasks that point against each other, and all should still be served. With
/// gradients that don't conflict it is the plain sum. It doesn't mend losses of different size.
/// </para>
/// </remarks>
[Plugin("pcgrad")]
public sealed class Pcgrad(LossWeightingContext context) : WeightedGradients(nameof(Pcgrad), context)
{
    private readonly RandomStream _orders = context.Random.Open($"{context.Path}.orders");

    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses)
    {
        int tasks = products.RowCount;
        int[][] order = TaskOrders.Draw(_orders, tasks);

        // Row i: the changed gradient of task i as a combination of the gradients.
        Matrix<double> changed = Matrix<double>.Build.DenseIdentity(tasks);
        for (int task = 0; task < tasks; task++)
        {
            foreach (int other in order[task].Where(other => other != task))
            {
                double product = changed.Row(task) * products.Column(other);
                if (product < 0)
                {
                    changed[task, other] -= product / products[other, other];
                }
            }
        }

        return changed.ColumnSums().ToArray();
    }
}
