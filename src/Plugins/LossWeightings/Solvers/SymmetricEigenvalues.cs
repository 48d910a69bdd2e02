using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>
/// Eigenvalues and eigenvectors of a positive semidefinite matrix of a few rows, by Jacobi's rotations.
/// </summary>
/// <remarks>
/// Demmel, Veselić: Jacobi's Method is More Accurate than QR, SIAM Journal on Matrix Analysis 13, 1992: with a stopping rule relative to the
/// diagonal entries, small eigenvalues are as accurate as the matrix scaled to a unit diagonal allows, whatever the sizes of its rows. The
/// usual method makes errors of the size of the largest eigenvalue's rounding, which is all of an eigenvalue that is 1e16 times smaller.
/// </remarks>
internal static class SymmetricEigenvalues
{
    private const double Rounding = 1e-15;
    private const int MaximumSweeps = 60;

    /// <summary>Decomposes a matrix: <c>M = V diag(values) V^T</c>.</summary>
    /// <param name="matrix"><c>M</c>, symmetric and positive semidefinite.</param>
    /// <returns>The eigenvalues, none negative, and <c>V</c> with the eigenvector of each as a column.</returns>
    public static (double[] Values, Matrix<double> Vectors) Of(Matrix<double> matrix)
    {
        int count = matrix.RowCount;
        Matrix<double> rotated = matrix.Clone(), vectors = Matrix<double>.Build.DenseIdentity(count);
        bool isDone = false;
        for (int sweep = 0; sweep < MaximumSweeps && !isDone; sweep++)
        {
            isDone = true;
            for (int row = 0; row < count; row++)
            {
                for (int column = row + 1; column < count; column++)
                {
                    double limit = Rounding * Math.Sqrt(Math.Max(0, rotated[row, row]) * Math.Max(0, rotated[column, column]));
                    if (Math.Abs(rotated[row, column]) > limit)
                    {
                        Rotate(rotated, vectors, row, column);
                        isDone = false;
                    }
                }
            }
        }

        return ([.. rotated.Diagonal().Select(value => Math.Max(0, value))], vectors);
    }

    /// <summary>Makes the entry of a row and a column zero (Golub, Van Loan: Matrix Computations, section 8.5.2).</summary>
    private static void Rotate(Matrix<double> matrix, Matrix<double> vectors, int row, int column)
    {
        double product = matrix[row, column];
        double tau = (matrix[column, column] - matrix[row, row]) / (2 * product);
        double tangent = double.IsInfinity(tau) ? 0 : (tau >= 0 ? 1 : -1) / (Math.Abs(tau) + double.Hypot(1, tau));
        double cosine = 1 / double.Hypot(1, tangent), sine = tangent * cosine;
        (double first, double second) = (matrix[row, row] - (tangent * product), matrix[column, column] + (tangent * product));
        for (int index = 0; index < matrix.RowCount; index++)
        {
            (double left, double right) = (matrix[index, row], matrix[index, column]);
            matrix[index, row] = matrix[row, index] = (cosine * left) - (sine * right);
            matrix[index, column] = matrix[column, index] = (sine * left) + (cosine * right);
            (left, right) = (vectors[index, row], vectors[index, column]);
            vectors[index, row] = (cosine * left) - (sine * right);
            vectors[index, column] = (sine * left) + (cosine * right);
        }

        (matrix[row, row], matrix[column, column]) = (first, second);
        matrix[row, column] = matrix[column, row] = 0;
    }
}
