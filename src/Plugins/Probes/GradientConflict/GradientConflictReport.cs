using System.Globalization;
using MmoePipeline.Reporting;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>The section of the report on gradients that conflict.</summary>
internal static class GradientConflictReport
{
    /// <summary>Makes the section.</summary>
    /// <param name="groups">The groups; the last is all parameters together.</param>
    /// <param name="tasks">The tasks' names.</param>
    /// <param name="leastSteps">The smallest number of steps to judge by, if there are so many.</param>
    public static ReportSection Of(ImmutableArray<GroupHistory> groups, ImmutableArray<string> tasks, int leastSteps)
    {
        ImmutableArray<GroupHistory> seen = [.. groups.Where(group => group.Pairs.Any())];
        GroupHistory all = groups[^1];
        GroupHistory lowest = seen.MinBy(group => group.Judge(leastSteps)[0].Cosine) ?? all;
        return new ReportSection(
            "Gradient conflict",
            "Whether tasks pull the parameters that they share in one direction or in opposite ones: the cosine of the angle between their gradients, "
            + "before losses are weighted. 1 is the same direction, 0 is none of each other's business, and below 0 a step that helps one task "
            + "harms the other: a gradient conflict. The verdict is by all shared parameters together, \"all\"; single groups are details.",
            [
                Verdict(all.Judge(leastSteps)),
                Map(seen),
                .. seen.Length > 0 && !ReferenceEquals(lowest, all) ? new[] { Lines(all), Lines(lowest) } : [Lines(all)],
                Cosines(all),
                .. ReferenceEquals(lowest, all) ? Array.Empty<ReportFigure>() : [Cosines(lowest)],
                Table(seen),
                .. lowest.Magnitudes.IsEmpty ? Array.Empty<ReportFigure>() : [Magnitudes(lowest, tasks)],
            ]);
    }

    private static FigureTable Verdict(ImmutableArray<JudgedPair> pairs) => new(
        "Mean cosine on all shared parameters",
        $"Over the later half of the steps that were looked at, with 95 % intervals{(pairs.Length > 1 ? $" corrected for {pairs.Length} pairs of tasks" : "")}; the lowest first.",
        ["pair of tasks", "cosine", "steps"],
        [.. pairs.Select(pair => pair.Pair.Name)],
        [.. pairs.Select(pair => ImmutableArray.Create<double?>(pair.Cosine, pair.Steps))])
    {
        Intervals = [.. pairs.Select(pair => ImmutableArray.Create(pair.Interval, null))],
    };

    private static HeatMap Map(ImmutableArray<GroupHistory> groups)
    {
        ImmutableArray<string> pairs = [.. groups.SelectMany(group => group.Pairs).Select(pair => pair.Name).Distinct()];
        return new HeatMap(
            "Mean cosine in the last epoch",
            "Which parameters which tasks agree or fight over; empty where only one of the tasks reaches the parameters.",
            "pair of tasks",
            "group of parameters",
            pairs,
            [.. groups.Select(group => group.Name)],
            [
                .. groups.Select(group => pairs.Select(name => group.Pairs.FirstOrDefault(pair => pair.Name == name)?.Last[0])
                    .ToImmutableArray()),
            ],
            -1,
            1);
    }

    private static LineChart Lines(GroupHistory group) => new(
        $"Mean cosine by epoch: {group.Name}",
        "Below zero the two tasks' gradients conflict.",
        "epoch",
        "cosine",
        [.. group.Pairs.Select(pair => pair.ByEpoch(pair.Name))]);

    private static BarChart Cosines(GroupHistory group) => new(
        $"Cosines of single steps: {group.Name}",
        "Over all steps of the run that were looked at: a mean around zero may be of steps that agree and steps that fight.",
        "cosine, from",
        "share of steps",
        [
            .. Enumerable.Range(0, PairHistory.CosineBins).Select(bin =>
                (-1 + (2.0 * bin / PairHistory.CosineBins)).ToString("F1", CultureInfo.InvariantCulture)),
        ],
        [.. group.Pairs.Select(pair => new ValueSeries(pair.Name, [.. pair.Bins.Select(count => (double?)(count / pair.Steps))]))]);

    private static FigureTable Table(ImmutableArray<GroupHistory> groups) => new(
        "Figures of the last epoch",
        "Means over the steps that were looked at: the cosine, the share of parameters with gradients of opposite signs, and how many times the "
        + "smaller gradient's norm the larger one's is.",
        ["group and pair", "cosine", "opposite signs", "ratio of norms"],
        [.. groups.SelectMany(group => group.Pairs).Select(pair => $"{pair.Group}: {pair.Name}")],
        [.. groups.SelectMany(group => group.Pairs).Select(pair => pair.Last)]);

    private static BarChart Magnitudes(GroupHistory group, ImmutableArray<string> tasks)
    {
        // Bins that are empty for every task at either end are not shown.
        bool[] isUsed = [.. Enumerable.Range(0, GradientProducts.Bins).Select(bin => group.Magnitudes.Any(counts => counts[bin] > 0))];
        int start = Math.Max(0, Array.IndexOf(isUsed, true));
        int count = Array.LastIndexOf(isUsed, true) - start + 1;
        return new BarChart(
            $"Sizes of gradients: {group.Name}",
            "How many of the parameters have a gradient of which order of magnitude, by task, in the last epoch; zeros are left out.",
            "log10 of the gradient's size, from",
            "share of parameters",
            [
                .. Enumerable.Range(start, count).Select(bin =>
                    (GradientProducts.FirstMagnitude + (bin / 2.0)).ToString("F1", CultureInfo.InvariantCulture)),
            ],
            [
                .. tasks.Zip(group.Magnitudes, (task, counts) =>
                {
                    double total = counts.Sum();
                    return new ValueSeries(
                        task, [.. counts.Skip(start).Take(count).Select(value => total > 0 ? value / total : (double?)null)]);
                }),
            ]);
    }
}
