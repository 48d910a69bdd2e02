using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>Solves <c>M a = a^(-p)</c>, element by element, for positive <c>a</c>.</summary>
/// <remarks>
/// It is where the convex function <c>a^T M a / 2 + sum(phi(a))</c> is smallest, with <c>phi' = -a^(-p)</c>: minus the logarithm
/// for <c>p = 1</c>, <c>a^(1 - p) / (p - 1)</c> otherwise. Newton steps that stop short of zero and are halved until the
/// function falls enough get there from anywhere. A trace of a ridge (1e-8 of each diagonal entry, so that it means the same for large and
/// for small gradients) gives gradients that cancel out a finite solution.
/// </remarks>
public static class FairnessPoint
{
    private const double Ridge = 1e-8;
    private const double Precision = 1e-9;
    private const int MaximumSteps = 500;
    private const int MaximumPolishing = 30;

    /// <summary>Solves the equation.</summary>
    /// <param name="products"><c>M</c>, symmetric and positive semidefinite, with a positive diagonal.</param>
    /// <param name="power"><c>p</c>, above 0.</param>
    /// <returns><c>a</c>.</returns>
    public static double[] Solve(Matrix<double> products, double power)
    {
        double scale = products.Diagonal().Average();
        Matrix<double> matrix = products / scale;
        matrix += Ridge * Matrix<double>.Build.DiagonalOfDiagonalVector(matrix.Diagonal());
        Vector<double> a = matrix.Diagonal().PointwisePower(-1 / (1 + power));
        int polishing = 0;
        for (int step = 0; step < MaximumSteps; step++)
        {
            Vector<double> pull = a.PointwisePower(-power);
            Vector<double> gradient = (matrix * a) - pull;
            Matrix<double> curvature = matrix + Matrix<double>.Build.DiagonalOfDiagonalVector(power * pull.PointwiseDivide(a));
            Vector<double> direction = -curvature.Cholesky().Solve(gradient);
            double decrease = -(direction * gradient);
            double change = direction.PointwiseAbs().PointwiseDivide(a).Maximum();

            // The function is as small as it gets before a value that hardly counts in it is right: some steps are left for those.
            bool isSmall = !(decrease > 1e-24 * (a * (matrix * a)));
            if (!double.IsFinite(change) || (isSmall && (change < Precision || ++polishing > MaximumPolishing)))
            {
                break;
            }

            double toBoundary = a.Zip(direction, (value, change) => change < 0 ? -value / change : double.PositiveInfinity).Min();
            double length = Math.Min(1, 0.95 * toBoundary);
            double value = Value(matrix, a, power);

            // Close by, Newton's steps converge by themselves and the fall drowns in the rounding of the function.
            bool far = decrease > 1e-9 * Math.Abs(value);
            while (far && length > 1e-12 && Value(matrix, a + (length * direction), power) > value - (1e-4 * length * decrease))
            {
                length /= 2;
            }

            a += length * direction;
        }

        return (a * Math.Pow(scale, -1 / (1 + power))).ToArray();
    }

    private static double Value(Matrix<double> matrix, Vector<double> a, double power) =>
        (a * (matrix * a) / 2) + a.Sum(value => power == 1 ? -Math.Log(value) : Math.Pow(value, 1 - power) / (power - 1));
}
