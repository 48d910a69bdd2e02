using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Plugins.LossWeightings.Solvers;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

public sealed class SolverTests : GradientWeightingFixture
{
    /// <summary>x >= 0, slope >= 0, and one of the two zero for each value: the conditions of Karush, Kuhn and Tucker.</summary>
    [Fact]
    public void The_nonnegative_programme_meets_its_optimality_conditions() =>
        Gen.Select(AnyGradients, Gen.Double[-2, 2].Array[6]).Sample(
            (rows, linear) =>
            {
                Matrix<double> matrix = Products(rows) + (0.01 * Matrix<double>.Build.DenseIdentity(rows.Length));
                var slopeAtZero = Vector<double>.Build.Dense(linear[..rows.Length]);
                var x = Vector<double>.Build.Dense(NonnegativeQuadraticProgram.Solve(matrix, slopeAtZero));
                Vector<double> slope = (matrix * x) + slopeAtZero;
                Assert.All(x, value => Assert.True(value >= 0));
                Assert.All(slope, value => Assert.True(value >= -1e-6));
                Assert.All(x.Zip(slope), pair => Assert.True(Math.Min(pair.First, pair.Second) < 1e-6));
            },
            iter: 300);

    /// <summary>One value: x = max(0, -c / q).</summary>
    [Theory]
    [InlineData(2, -3, 1.5)]
    [InlineData(2, 3, 0)]
    public void One_value_has_the_closed_form(double quadratic, double linear, double expected) => Near(
        [expected],
        NonnegativeQuadraticProgram.Solve(
            Matrix<double>.Build.Dense(1, 1, quadratic), Vector<double>.Build.Dense(1, linear)));

    /// <summary>The sum is 1 and no other point of the simplex is nearer: (p - x) . (y - p) >= 0 for the corners y.</summary>
    [Fact]
    public void The_projection_on_the_simplex_is_the_nearest_point() => Gen.Double[-3, 3].Array[2, 7].Sample(
        point =>
        {
            double[] projected = Simplex.Project(point);
            Assert.Equal(1, projected.Sum(), 1e-9);
            Assert.All(projected, value => Assert.True(value >= 0));
            for (int corner = 0; corner < point.Length; corner++)
            {
                double product = 0;
                for (int index = 0; index < point.Length; index++)
                {
                    product += (projected[index] - point[index]) * ((index == corner ? 1 : 0) - projected[index]);
                }

                Assert.True(product >= -1e-9);
            }
        },
        iter: 300);

    [Fact]
    public void The_fairness_equation_holds() => Gen.Select(AnyGradients, Gen.Double[0.1, 10]).Sample(
        (rows, power) =>
        {
            Matrix<double> matrix = Products(rows) + (0.01 * Matrix<double>.Build.DenseIdentity(rows.Length));
            var a = Vector<double>.Build.Dense(FairnessPoint.Solve(matrix, power));
            Assert.All(a, value => Assert.True(value > 0));

            // The ridge that the solver is allowed: 1e-8 of each diagonal entry.
            Vector<double> left = (matrix * a) + (1e-8 * matrix.Diagonal().PointwiseMultiply(a)), right = a.PointwisePower(-power);

            // Where a is large its power is tiny, and what cancels in M a has been rounded at its own size.
            Vector<double> rounding = 1e-13 * (matrix.PointwiseAbs() * a);
            for (int task = 0; task < rows.Length; task++)
            {
                Assert.True(
                    Math.Abs(left[task] - right[task]) <= (1e-4 * right[task]) + rounding[task],
                    $"{left[task]} is not {right[task]}; what cancels is of the size {1e13 * rounding[task]}");
            }
        },
        iter: 300);

    private static Matrix<double> Products(double[][] rows) =>
        Matrix<double>.Build.Dense(rows.Length, rows.Length, (row, column) => Dot(rows[row], rows[column]));
}
