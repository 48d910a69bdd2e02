using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>
/// Weights on the simplex that move step by step, where some tasks may have no gradient in a step. Such a task keeps its weight, and is left out
/// of what is minimised; otherwise all weight would move to it, because the shortest combination of gradients with a zero among them is that zero.
/// </summary>
internal static class SimplexSteps
{
    /// <summary>The tasks with a gradient in two samples: rows and columns of their inner products that are not all zero.</summary>
    /// <param name="products"><c>[tasks, tasks]</c>: gradients of one sample by those of another.</param>
    public static int[] Tasks(Matrix<double> products) =>
    [
        .. Enumerable.Range(0, products.RowCount)
            .Where(task => products.Row(task).Any(product => product != 0) && products.Column(task).Any(product => product != 0)),
    ];

    /// <summary>The inner products among some tasks: those of the others are zero.</summary>
    /// <param name="products"><c>[tasks, tasks]</c>.</param>
    /// <param name="tasks">The tasks that stay.</param>
    public static Matrix<double> Among(Matrix<double> products, int[] tasks) => tasks.Length == products.RowCount
        ? products
        : products.MapIndexed((row, column, product) => tasks.Contains(row) && tasks.Contains(column) ? product : 0);

    /// <summary>The tasks with a gradient in a sample. It waits for the device.</summary>
    /// <param name="gradients"><c>[tasks, values]</c>.</param>
    public static int[] Tasks(torch.Tensor gradients)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] largest = [.. gradients.abs().amax([1]).to(torch.float32, torch.CPU).data<float>()];
        return [.. Enumerable.Range(0, largest.Length).Where(task => largest[task] != 0)];
    }

    /// <summary>Moves the weights of the tasks that have a gradient against a slope; their sum stays.</summary>
    /// <param name="weights">A weight for each task.</param>
    /// <param name="slope">What the weights move against, in units of a step.</param>
    /// <param name="tasks">The tasks that have a gradient.</param>
    public static double[] Move(IReadOnlyList<double> weights, Vector<double> slope, int[] tasks)
    {
        double[] moved = [.. weights];
        double total = tasks.Length == weights.Count ? 1 : tasks.Sum(task => weights[task]);
        double[] projected = Simplex.Project([.. tasks.Select(task => weights[task] - slope[task])], total);
        for (int index = 0; index < tasks.Length; index++)
        {
            moved[tasks[index]] = projected[index];
        }

        return moved;
    }

    /// <summary>The weights of the tasks that have a gradient, with the sum 1: their own shares, or even ones where they have none.</summary>
    /// <param name="weights">A weight for each task.</param>
    /// <param name="tasks">The tasks that have a gradient.</param>
    /// <returns>A weight for each task; 0 where it is left out.</returns>
    public static double[] Shares(double[] weights, int[] tasks)
    {
        if (tasks.Length == weights.Length)
        {
            return weights;
        }

        double[] shares = new double[weights.Length];
        double total = tasks.Sum(task => weights[task]);
        foreach (int task in tasks)
        {
            shares[task] = total > 0 ? weights[task] / total : 1.0 / tasks.Length;
        }

        return shares;
    }
}
