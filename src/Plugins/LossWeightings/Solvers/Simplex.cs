namespace MmoePipeline.Plugins.LossWeightings.Solvers;

/// <summary>The simplex of weights: none negative, with the sum 1.</summary>
public static class Simplex
{
    /// <summary>
    /// The nearest point of the simplex (Duchi et al.: Efficient Projections onto the l1-Ball for Learning in High Dimensions,
    /// ICML 2008, figure 1).
    /// </summary>
    /// <param name="point">A point, finite.</param>
    /// <param name="total">The sum of the weights, not negative.</param>
    public static double[] Project(IReadOnlyList<double> point, double total = 1)
    {
        double[] descending = [.. point.OrderDescending()];
        double sum = 0, threshold = 0;
        for (int index = 0; index < descending.Length; index++)
        {
            sum += descending[index];
            double candidate = (sum - total) / (index + 1);
            if (descending[index] >= candidate)
            {
                threshold = candidate;
            }
        }

        return [.. point.Select(value => Math.Max(0, value - threshold))];
    }
}
