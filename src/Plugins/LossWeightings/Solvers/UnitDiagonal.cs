using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>Matrices of inner products, scaled to a unit diagonal: what is left are the cosines between the vectors.</summary>
/// <remarks>
/// Inner products grow with the square of the vectors' norms. A ridge or a tolerance that is relative to the largest entry is as large as all of a
/// vector that is 1e4 times shorter; relative to a unit diagonal it means the same for every vector.
/// </remarks>
internal static class UnitDiagonal
{
    /// <summary>An eigenvalue of cosines below this stands for a direction that no vector has: an angle of 1e-6 between vectors, above the rounding of float32.</summary>
    private const double Rank = 1e-12;

    /// <summary>The norm of each vector.</summary>
    /// <param name="products">The inner products, with a positive diagonal.</param>
    public static double[] Norms(Matrix<double> products) => [.. products.Diagonal().Select(Math.Sqrt)];

    /// <summary>The cosines between the vectors.</summary>
    /// <param name="products">The inner products, with a positive diagonal.</param>
    /// <param name="norms">The norm of each vector.</param>
    public static Matrix<double> Cosines(Matrix<double> products, double[] norms) => products.MapIndexed((row, column, product) =>
        row == column ? 1 : Math.Clamp(product / norms[row] / norms[column], -1, 1));

    /// <summary>The eigenvalues of cosines that stand for a direction: the others are rounding.</summary>
    /// <param name="values">The eigenvalues.</param>
    /// <returns>Whether each counts.</returns>
    public static bool[] Counts(double[] values) => [.. values.Select(value => value > Rank * values.Max())];
}
