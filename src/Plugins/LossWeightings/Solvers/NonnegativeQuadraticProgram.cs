using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>
/// Minimises <c>x^T Q x / 2 + c^T x</c> over <c>x &gt;= 0</c> for a positive semidefinite <c>Q</c> of a few rows, by the active
/// set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23) on the normal equations: exact up to
/// rounding after finitely many steps.
/// </summary>
public static class NonnegativeQuadraticProgram
{
    private const double Tolerance = 1e-10;

    /// <summary>Solves the programme.</summary>
    /// <param name="quadratic"><c>Q</c>, symmetric and positive semidefinite.</param>
    /// <param name="linear"><c>c</c>, such that the programme is bounded.</param>
    /// <returns>A minimiser.</returns>
    public static double[] Solve(Matrix<double> quadratic, Vector<double> linear)
    {
        int count = linear.Count;
        double scale = Math.Max(quadratic.Enumerate().Max(Math.Abs), double.Epsilon);
        double tolerance = Tolerance * Math.Max(scale, linear.AbsoluteMaximum());
        var x = Vector<double>.Build.Dense(count);
        List<int> free = [];

        // A free set never comes back, so there is an end; the bound is against rounding that makes it come back.
        for (int round = 0; round < 10 * (count + 1); round++)
        {
            Vector<double> descent = -((quadratic * x) + linear);
            int[] candidates = [.. Enumerable.Range(0, count).Where(index => !free.Contains(index) && descent[index] > tolerance)];
            if (candidates.Length == 0)
            {
                break;
            }

            free.Add(candidates.MaxBy(index => descent[index]));
            while (free.Count > 0)
            {
                double[] target = Stationary(quadratic, linear, free, scale);
                if (target.All(value => value > 0))
                {
                    x.Clear();
                    for (int index = 0; index < free.Count; index++)
                    {
                        x[free[index]] = target[index];
                    }

                    break;
                }

                StepToBoundary(x, free, target);
            }
        }

        return x.ToArray();
    }

    /// <summary>Goes towards the target until a free value is zero, and holds it there.</summary>
    private static void StepToBoundary(Vector<double> x, List<int> free, double[] target)
    {
        double length = Enumerable.Range(0, free.Count)
            .Where(index => target[index] <= 0)
            .Min(index => x[free[index]] > target[index] ? x[free[index]] / (x[free[index]] - target[index]) : 0);
        for (int index = 0; index < free.Count; index++)
        {
            x[free[index]] += length * (target[index] - x[free[index]]);
        }

        int[] held = [.. Enumerable.Range(0, free.Count).Where(index => target[index] <= 0 && x[free[index]] <= Tolerance * x.AbsoluteMaximum())];
        foreach (int variable in held.Select(index => free[index]).ToArray())
        {
            x[variable] = 0;
            free.Remove(variable);
        }
    }

    /// <summary>The minimiser over the free values alone; a trace of a ridge makes it unique where rows are dependent.</summary>
    private static double[] Stationary(Matrix<double> quadratic, Vector<double> linear, List<int> free, double scale)
    {
        var matrix = Matrix<double>.Build.Dense(
            free.Count, free.Count, (row, column) => quadratic[free[row], free[column]] + (row == column ? 1e-13 * scale : 0));
        var right = Vector<double>.Build.Dense(free.Count, row => -linear[free[row]]);
        return matrix.LU().Solve(right).ToArray();
    }
}
