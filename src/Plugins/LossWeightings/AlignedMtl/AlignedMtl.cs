using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;
using MmoePipeline.Composition;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.AlignedMtl;

/// <summary>Aligns the gradients: replaces them by the nearest ones that are orthogonal and of one length.</summary>
/// <remarks>
/// Senushkin et al.: Independent Component Alignment for Multi-Task Learning, CVPR 2023, algorithm 1: with
/// <c>G G^T = V L V^T</c> the aligned gradients are <c>B G</c>, <c>B = sqrt(l_min) V L^(-1/2) V^T</c>; their matrix of inner products
/// is <c>l_min I</c>, its condition number 1. Directions that no gradient has (eigenvalues below 1e-7 of the largest) are left
/// out. The aligned gradients are added up.
/// <para>
/// When to use it: gradients conflict and differ in size, and training is unstable. Its step is as short as the weakest component
/// of the gradients, so it can be slow where two tasks are nearly alike.
/// </para>
/// </remarks>
[Plugin("aligned-mtl")]
public sealed class AlignedMtl() : WeightedGradients(nameof(AlignedMtl))
{
    private const double Rounding = 1e-7;

    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses)
    {
        Evd<double> evd = products.Evd(Symmetricity.Symmetric);
        double[] values = [.. evd.EigenValues.Select(value => value.Real)];
        double[] kept = [.. values.Where(value => value > Rounding * values.Max())];
        if (kept.Length == 0)
        {
            return [.. Enumerable.Repeat(1.0, products.RowCount)];
        }

        var shrinkage = Vector<double>.Build.Dense(
            values.Length, index => values[index] >= kept.Min() ? Math.Sqrt(kept.Min() / values[index]) : 0);
        Vector<double> projected = evd.EigenVectors.Transpose() * Vector<double>.Build.Dense(values.Length, 1);
        return (evd.EigenVectors * shrinkage.PointwiseMultiply(projected)).ToArray();
    }
}
