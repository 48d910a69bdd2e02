using System.Globalization;
using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>The mean cosine of two tasks' gradients on a group of parameters.</summary>
/// <param name="Pair">The pair.</param>
/// <param name="Cosine">The mean cosine; NaN without a step.</param>
/// <param name="Interval">Its 95 % interval, corrected for the number of pairs; null for less than two steps.</param>
/// <param name="Steps">The steps that it is of.</param>
internal sealed record JudgedPair(PairHistory Pair, double Cosine, ConfidenceInterval? Interval, long Steps)
{
    /// <summary>Whether the gradients conflict: the whole interval is below the threshold.</summary>
    public bool IsBelow(double threshold) => Interval?.Upper < threshold;

    /// <summary>A sentence about the pair.</summary>
    /// <param name="pairs">The number of pairs for which the interval is corrected.</param>
    public string Describe(int pairs)
    {
        string corrected = pairs > 1 ? $", corrected for {pairs} pairs of tasks" : "";
        string interval = Interval is { } ends
            ? string.Create(CultureInfo.InvariantCulture, $", with a 95 % interval from {ends.Lower:F3} to {ends.Upper:F3}{corrected}")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the gradients of {Pair.Tasks} on all shared parameters have a mean cosine of {Cosine:F3} over {Steps} steps{interval}");
    }
}
