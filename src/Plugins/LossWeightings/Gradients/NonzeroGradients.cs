using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>
/// Leaves tasks without a gradient out of a step: those without a labelled row in the batch, and those whose loss has reached a stationary
/// point. A direction can neither improve nor worsen them.
/// </summary>
internal static class NonzeroGradients
{
    /// <summary>Finds the weights of the tasks that have a gradient.</summary>
    /// <param name="products"><c>[tasks, tasks]</c>: the inner products of the gradients.</param>
    /// <param name="solve">
    /// Finds the weights. It gets the inner products of the gradients that are not zero, at least one, and the indices of their tasks.
    /// </param>
    /// <returns>A weight for each task; 0 where it is left out.</returns>
    public static double[] Solve(Matrix<double> products, Func<Matrix<double>, int[], double[]> solve)
    {
        int[] tasks = [.. Enumerable.Range(0, products.RowCount).Where(task => products[task, task] > 0)];
        double[] weights = new double[products.RowCount];
        if (tasks.Length > 0)
        {
            double[] found = solve(
                Matrix<double>.Build.Dense(tasks.Length, tasks.Length, (row, column) => products[tasks[row], tasks[column]]), tasks);
            for (int index = 0; index < tasks.Length; index++)
            {
                weights[tasks[index]] = found[index];
            }
        }

        return weights;
    }
}
