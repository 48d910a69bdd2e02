namespace MmoePipeline.Statistics;

/// <summary>The values of a figure that its data doesn't rule out, both ends included; of 95 % where nothing else is said.</summary>
/// <param name="Lower">The lower end.</param>
/// <param name="Upper">The upper end, not below the lower one.</param>
public sealed record ConfidenceInterval(double Lower, double Upper)
{
    /// <summary>The quantile of the normal distribution that leaves 2.5 % above it.</summary>
    public const double NormalQuantile = 1.959963984540054;

    /// <summary>Whether a value is in the interval.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>
    /// <c>value ± 1.96 standardError</c>, cut to the figure's range: the interval of a figure that is close to normal over samples (Wald).
    /// </summary>
    /// <param name="value">The figure.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="lowest">The smallest possible value of the figure.</param>
    /// <param name="highest">The largest possible value of the figure.</param>
    /// <returns>Null where the value or the error is not a number, or the error is 0: rows that don't differ say nothing about others.</returns>
    public static ConfidenceInterval? Around(
        double value, double standardError, double lowest = double.NegativeInfinity, double highest = double.PositiveInfinity) =>
        double.IsFinite(value) && double.IsFinite(standardError) && standardError > 0
            ? new ConfidenceInterval(
                Math.Max(lowest, value - (NormalQuantile * standardError)), Math.Min(highest, value + (NormalQuantile * standardError)))
            : null;

    /// <summary>
    /// The score interval of a share (Wilson: Probable Inference, the Law of Succession, and Statistical Inference, Journal of the American
    /// Statistical Association 1927): it has a width also where the share is 0 or 1.
    /// </summary>
    /// <param name="share">The share, from 0 to 1.</param>
    /// <param name="rows">
    /// The number of rows; of weighted rows <c>(sum w)^2 / sum w^2</c>, which is not above their number (Kish: Survey Sampling, 1965).
    /// </param>
    /// <param name="quantile">The quantile of the normal distribution that each end is away.</param>
    /// <returns>Null where the share is not a number or there is no row.</returns>
    public static ConfidenceInterval? ForProportion(double share, double rows, double quantile = NormalQuantile)
    {
        if (!double.IsFinite(share) || !(rows > 0))
        {
            return null;
        }

        double square = quantile * quantile;
        double centre = (share + (square / (2 * rows))) / (1 + (square / rows));
        double reach = quantile / (1 + (square / rows)) * Math.Sqrt((share * (1 - share) / rows) + (square / (4 * rows * rows)));
        return new ConfidenceInterval(Math.Max(0, centre - reach), Math.Min(1, centre + reach));
    }
}
