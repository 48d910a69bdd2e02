using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>
/// Minimises <c>x^T Q x / 2 + c^T x</c> over <c>x &gt;= 0</c> for a positive semidefinite <c>Q</c> of a few rows, by the active
/// set method of Lawson and Hanson (Solving Least Squares Problems, 1974, chapter 23) on the normal equations: exact up to
/// rounding after finitely many steps. It solves for <c>x_k sqrt(Q_kk)</c>, whose matrix has a unit diagonal, so that the sizes of the
/// rows don't matter.
/// </summary>
public static class NonnegativeQuadraticProgram
{
    private const double Tolerance = 1e-12;
    private const double Ridge = 1e-14;

    /// <summary>Solves the programme.</summary>
    /// <param name="quadratic"><c>Q</c>, symmetric and positive semidefinite.</param>
    /// <param name="linear"><c>c</c>, such that the programme is bounded.</param>
    /// <returns>A minimiser.</returns>
    public static double[] Solve(Matrix<double> quadratic, Vector<double> linear)
    {
        // A value whose row is zero is free to stay at zero: a bounded programme doesn't pull at it.
        double[] sizes = [.. quadratic.Diagonal().Select(value => value > 0 ? Math.Sqrt(value) : 1)];
        double[] scaled = SolveScaled(
            quadratic.MapIndexed((row, column, value) => value / sizes[row] / sizes[column]),
            Vector<double>.Build.Dense(sizes.Length, row => linear[row] / sizes[row]));
        return [.. scaled.Zip(sizes, (value, size) => value / size)];
    }

    private static double[] SolveScaled(Matrix<double> quadratic, Vector<double> linear)
    {
        int count = linear.Count;
        var x = Vector<double>.Build.Dense(count);
        List<int> free = [];
        HashSet<int> refused = [];

        // A free set never comes back, so there is an end; the bound is against rounding that makes it come back.
        for (int round = 0; round < 10 * (count + 1); round++)
        {
            Vector<double> descent = -((quadratic * x) + linear);
            Vector<double> rounding = Tolerance * ((quadratic.PointwiseAbs() * x) + linear.PointwiseAbs());
            int[] candidates =
            [
                .. Enumerable.Range(0, count)
                    .Where(index => !free.Contains(index) && !refused.Contains(index) && descent[index] > rounding[index]),
            ];
            if (candidates.Length == 0)
            {
                break;
            }

            int entering = candidates.MaxBy(index => descent[index]);
            free.Add(entering);
            double[] target = Stationary(quadratic, linear, free);
            if (target[^1] <= 0)
            {
                // By rounding only: with exact numbers a value that enters grows.
                free.Remove(entering);
                refused.Add(entering);
                continue;
            }

            refused.Clear();
            while (target.Any(value => value <= 0))
            {
                StepToBoundary(x, free, target);
                target = Stationary(quadratic, linear, free);
            }

            x.Clear();
            for (int index = 0; index < free.Count; index++)
            {
                x[free[index]] = target[index];
            }
        }

        return x.ToArray();
    }

    /// <summary>Moves towards the target until a free value is zero, and holds it there.</summary>
    private static void StepToBoundary(Vector<double> x, List<int> free, double[] target)
    {
        double[] lengths =
        [
            .. free.Select((variable, index) => target[index] > 0 ? double.PositiveInfinity
                : x[variable] > 0 ? x[variable] / (x[variable] - target[index]) : 0),
        ];
        double length = lengths.Min();
        for (int index = 0; index < free.Count; index++)
        {
            x[free[index]] += length * (target[index] - x[free[index]]);
        }

        foreach (int variable in free.Where((_, index) => lengths[index] <= length).ToArray())
        {
            x[variable] = 0;
            free.Remove(variable);
        }
    }

    /// <summary>The minimiser over the free values alone; a trace of a ridge makes it unique where rows are dependent.</summary>
    private static double[] Stationary(Matrix<double> quadratic, Vector<double> linear, List<int> free)
    {
        if (free.Count == 0)
        {
            return [];
        }

        var matrix = Matrix<double>.Build.Dense(
            free.Count, free.Count, (row, column) => quadratic[free[row], free[column]] + (row == column ? Ridge : 0));
        var right = Vector<double>.Build.Dense(free.Count, row => -linear[free[row]]);
        return matrix.LU().Solve(right).ToArray();
    }
}
