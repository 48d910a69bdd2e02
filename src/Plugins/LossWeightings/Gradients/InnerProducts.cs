using MathNet.Numerics.LinearAlgebra;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>The inner products of gradients.</summary>
public static class InnerProducts
{
    /// <summary>Every row with every row: <c>[tasks, tasks]</c>, on the CPU. It waits for the device.</summary>
    /// <param name="gradients"><c>[tasks, values]</c>.</param>
    public static Matrix<double> Of(torch.Tensor gradients) => Of(gradients, gradients);

    /// <summary>Every row of one matrix with every row of another, on the CPU. It waits for the device.</summary>
    /// <param name="left"><c>[rows, values]</c>.</param>
    /// <param name="right"><c>[columns, values]</c>.</param>
    public static Matrix<double> Of(torch.Tensor left, torch.Tensor right)
    {
        using DisposeScope scope = torch.NewDisposeScope();

        // In double precision: rounded to single, products of nearly dependent gradients are not positive semidefinite.
        torch.Tensor exact = left.to(torch.float64);
        torch.Tensor other = ReferenceEquals(left, right) ? exact : right.to(torch.float64);
        double[] products = [.. exact.matmul(other.t()).to(torch.CPU).contiguous().data<double>()];
        return Matrix<double>.Build.DenseOfRowMajor((int)left.size(0), (int)right.size(0), products);
    }
}
