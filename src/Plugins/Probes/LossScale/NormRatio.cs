using MmoePipeline.Statistics;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>How many times one task's mean norm is another's.</summary>
/// <param name="Larger">The task with the larger mean.</param>
/// <param name="Smaller">The task with the smaller mean.</param>
/// <param name="Ratio">The larger mean over the smaller.</param>
/// <param name="Interval">Its 95 % interval, corrected for the number of pairs; null for less than two batches of steps.</param>
internal sealed record NormRatio(int Larger, int Smaller, double Ratio, ConfidenceInterval? Interval)
{
    /// <summary>The ratios of all pairs of tasks that have a norm above 0.</summary>
    /// <param name="norms">The means of consecutive batches of steps: batch by batch, a norm for each task.</param>
    /// <remarks>
    /// The interval is that of the ratio's logarithm: <c>log(a / b)</c> moves with batch i by <c>u_i = a_i / a - b_i / b</c> (the delta method), so
    /// that its error is that of the mean of the u_i.
    /// </remarks>
    public static ImmutableArray<NormRatio> Of(ImmutableArray<ImmutableArray<double>> norms)
    {
        if (norms.IsEmpty)
        {
            return [];
        }

        double[] means = [.. norms[0].Select((_, task) => norms.Average(batch => batch[task]))];
        int[] pulling = [.. Enumerable.Range(0, means.Length).Where(task => means[task] > 0).OrderByDescending(task => means[task])];
        int pairs = pulling.Length * (pulling.Length - 1) / 2;
        return
        [
            .. pulling.SelectMany((larger, place) => pulling.Skip(place + 1).Select(smaller =>
            {
                double ratio = means[larger] / means[smaller];
                ConfidenceInterval? ofLog = MeanInterval.Of(
                    [.. norms.Select(batch => (batch[larger] / means[larger]) - (batch[smaller] / means[smaller]))], pairs);
                return new NormRatio(
                    larger,
                    smaller,
                    ratio,
                    ofLog is null ? null : new ConfidenceInterval(ratio * Math.Exp(ofLog.Lower), ratio * Math.Exp(ofLog.Upper)));
            })),
        ];
    }
}
