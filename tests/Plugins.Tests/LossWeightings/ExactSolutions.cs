using MathNet.Numerics.LinearAlgebra;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>
/// Quadratic programmes of a few gradients, solved by trying every set of weights that are not zero. It shares nothing with the active set method:
/// a minimiser is stationary over its own set, and the smallest of the nonnegative stationary points is the minimum.
/// </summary>
internal static class ExactSolutions
{
    /// <summary>The shortest convex combination of gradients.</summary>
    public static double[] ShortestCombination(double[][] gradients) => Smallest(
        gradients,
        Enumerable.Range(1, (1 << gradients.Length) - 1).Select(set => Members(set, gradients.Length)).Select(members =>
        {
            // With units u_k = g_k / |g_k| and v_k = w_k |g_k|: the cosines times v are equal to 1 / |g_k|, but for a factor.
            double[] norms = [.. members.Select(member => Norm(gradients[member]))];
            return Solve(gradients, members, [.. norms.Select(norm => norms.Min() / norm)]) is { } units
                ? Normalised(Spread(units.Zip(norms, (unit, norm) => unit / norm), members, gradients.Length))
                : null;
        }));

    /// <summary>The projection of a gradient on the directions that worsen no task: the shortest of <c>g_i + sum_k x_k g_k</c>, x not negative.</summary>
    public static double[] Projection(double[][] gradients, int task) => Smallest(
        gradients,
        Enumerable.Range(0, 1 << gradients.Length).Select(set => Members(set, gradients.Length)).Select(members =>
        {
            double[] right = [.. members.Select(member => -Dot(gradients[member], gradients[task]) / Norm(gradients[member]))];
            double[]? units = members.Length == 0 ? [] : Solve(gradients, members, right);
            double[]? weights = units is null || units.Any(unit => unit < 0) ? null
                : Spread(units.Zip(members, (unit, member) => unit / Norm(gradients[member])), members, gradients.Length);
            if (weights is not null)
            {
                weights[task]++;
            }

            return weights;
        }));

    /// <summary>The sum of gradients by their weights.</summary>
    public static double[] Combination(double[][] gradients, double[] weights) =>
        [.. Enumerable.Range(0, gradients[0].Length).Select(value => gradients.Zip(weights, (gradient, weight) => weight * gradient[value]).Sum())];

    private static double[] Smallest(double[][] gradients, IEnumerable<double[]?> candidates) => candidates
        .Where(weights => weights is not null && weights.All(weight => weight >= 0))
        .Select(weights => Combination(gradients, weights!))
        .MinBy(Norm)!;

    private static int[] Members(int set, int count) => [.. Enumerable.Range(0, count).Where(member => (set >> member & 1) == 1)];

    /// <summary>Solves <c>C v = right</c> for the cosines C between the members; null where they are dependent.</summary>
    private static double[]? Solve(double[][] gradients, int[] members, double[] right)
    {
        var cosines = Matrix<double>.Build.Dense(members.Length, members.Length, (row, column) =>
            Dot(gradients[members[row]], gradients[members[column]]) / Norm(gradients[members[row]]) / Norm(gradients[members[column]]));
        return cosines.Determinant() < 1e-9 ? null : cosines.QR().Solve(Vector<double>.Build.Dense(right)).ToArray();
    }

    private static double[] Spread(IEnumerable<double> weights, int[] members, int count)
    {
        double[] all = new double[count];
        foreach ((double weight, int member) in weights.Zip(members))
        {
            all[member] = weight;
        }

        return all;
    }

    private static double[]? Normalised(double[] weights) => weights.Sum() > 0 ? [.. weights.Select(weight => weight / weights.Sum())] : null;

    private static double Dot(double[] left, double[] right) => left.Zip(right, (one, other) => one * other).Sum();

    private static double Norm(double[] vector) => Math.Sqrt(Dot(vector, vector));
}
