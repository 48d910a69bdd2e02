namespace MmoePipeline.Benchmarks.Measuring;

/// <summary>How long something took, over many runs.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Median">The median in milliseconds.</param>
/// <param name="P10">The first decile in milliseconds.</param>
/// <param name="P90">The last decile in milliseconds.</param>
/// <param name="Runs">The number of runs.</param>
internal sealed record Timing(string Name, double Median, double P10, double P90, int Runs)
{
    /// <summary>Sums up measured times.</summary>
    /// <param name="name">What was measured.</param>
    /// <param name="milliseconds">A time for each run; at least one.</param>
    public static Timing Of(string name, IEnumerable<double> milliseconds)
    {
        double[] sorted = [.. milliseconds.Order()];
        return new Timing(name, Quantile(sorted, 0.5), Quantile(sorted, 0.1), Quantile(sorted, 0.9), sorted.Length);
    }

    /// <summary>Linear interpolation between the two nearest ranks.</summary>
    private static double Quantile(double[] sorted, double share)
    {
        double rank = share * (sorted.Length - 1);
        int below = (int)rank;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((rank - below) * (sorted[above] - sorted[below]));
    }
}
