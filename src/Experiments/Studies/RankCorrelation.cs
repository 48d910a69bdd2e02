namespace MmoePipeline.Experiments.Studies;

/// <summary>
/// The rank correlation of Spearman (The proof and measurement of association between two things, American Journal of Psychology
/// 1904): the correlation of ranks, where values that are the same share the mean of their ranks.
/// </summary>
internal static class RankCorrelation
{
    /// <summary>The correlation, from -1 to 1; NaN where all values of a side are the same.</summary>
    /// <param name="first">The one side's values, finite.</param>
    /// <param name="second">The other's, as many.</param>
    public static double Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"{first.Count} values can't be paired with {second.Count}.", nameof(second));
        }

        double[] left = Ranks(first);
        double[] right = Ranks(second);
        double mean = (first.Count - 1) / 2.0;
        double product = 0;
        double ofLeft = 0;
        double ofRight = 0;
        for (int index = 0; index < left.Length; index++)
        {
            product += (left[index] - mean) * (right[index] - mean);
            ofLeft += (left[index] - mean) * (left[index] - mean);
            ofRight += (right[index] - mean) * (right[index] - mean);
        }

        return product / Math.Sqrt(ofLeft * ofRight);
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0))];
}
