using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.AlignedMtl;

/// <summary>Aligns the gradients: replaces them by the nearest ones that are orthogonal and of one length.</summary>
/// <remarks>
/// Senushkin et al.: Independent Component Alignment for Multi-Task Learning, CVPR 2023, algorithm 1: with
/// <c>G G^T = V L V^T</c> the aligned gradients are <c>B G</c>, <c>B = sqrt(l_min) V L^(-1/2) V^T</c>; their matrix of inner products
/// is <c>l_min I</c>, its condition number 1. Directions that no gradient has are left out: as many of the smallest eigenvalues as the
/// matrix of cosines between the gradients has below 1e-12 of its largest. The sizes of the gradients don't matter for that, so the step is a
/// continuous function of them; the authors' code, LibMTL and TorchJD compare with the largest eigenvalue of the inner products themselves. The
/// aligned gradients are added up. A task whose gradient is zero, for instance without a labelled row in the batch, is left out.
/// <para>
/// When to use it: gradients conflict and differ in size, and training is unstable. Its step is as short as the weakest component
/// of the gradients, so it can be slow where two tasks are nearly alike.
/// </para>
/// </remarks>
[Plugin("aligned-mtl")]
public sealed class AlignedMtl(LossWeightingContext context) : WeightedGradients(nameof(AlignedMtl), context)
{
    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) => NonzeroGradients.Solve(products, (part, _) =>
    {
        Matrix<double> cosines = UnitDiagonal.Cosines(part, UnitDiagonal.Norms(part));
        int rank = UnitDiagonal.Counts(SymmetricEigenvalues.Of(cosines).Values).Count(counts => counts);
        (double[] values, Matrix<double> vectors) = SymmetricEigenvalues.Of(part);
        double smallest = values.OrderDescending().ElementAt(rank - 1);
        var shrinkage = Vector<double>.Build.Dense(
            values.Length, index => values[index] >= smallest ? Math.Sqrt(smallest / values[index]) : 0);
        Vector<double> projected = vectors.Transpose() * Vector<double>.Build.Dense(values.Length, 1);
        return (vectors * shrinkage.PointwiseMultiply(projected)).ToArray();
    });
}
