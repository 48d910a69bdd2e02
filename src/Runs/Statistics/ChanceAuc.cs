using MmoePipeline.Statistics;

namespace MmoePipeline.Runs.Statistics;

/// <summary>The AUC of a score without information: how far from 0.5 chance takes it.</summary>
internal static class ChanceAuc
{
    /// <summary>
    /// An AUC whose 95 % interval reaches further than this to each side separates hardly any two models: it takes 128 positive rows where the
    /// negative ones are many more, and 256 of each where they are as many.
    /// </summary>
    public const double WidestReach = 0.05;

    /// <summary>
    /// How far the 95 % interval of an AUC of m positive and n negative rows reaches to each side for a score without information:
    /// <c>1.96 sqrt((m + n + 1) / (12 m n))</c>, from the variance of the Mann-Whitney statistic (Mann and Whitney, Annals of Mathematical
    /// Statistics 1947). That of a good score is narrower.
    /// </summary>
    /// <param name="positives">The positive rows.</param>
    /// <param name="negatives">The negative rows.</param>
    /// <returns>Infinite where a class has no row.</returns>
    public static double Reach(long positives, long negatives) => positives == 0 || negatives == 0
        ? double.PositiveInfinity
        : ConfidenceInterval.NormalQuantile * Math.Sqrt((positives + negatives + 1.0) / (12.0 * positives * negatives));
}
