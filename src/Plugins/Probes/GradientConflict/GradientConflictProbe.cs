using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Architectures.Cgc;
using MmoePipeline.Plugins.Architectures.Ple;
using MmoePipeline.Plugins.Probes.Gradients;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>Shows where tasks pull shared parameters in opposite directions, and reports gradient conflict (negative transfer).</summary>
/// <remarks>
/// <para>
/// Every <c>every</c> steps, for each group of shared parameters (embedding, shared layers, every expert) and for all of them
/// together, and each pair of tasks whose losses reach the group: the cosine <c>g_a . g_b / (|g_a| |g_b|)</c> of the gradients of the two
/// losses before they are weighted, which conflict where it is negative (Yu et al.: Gradient Surgery for Multi-Task Learning, NeurIPS
/// 2020, definition 1); the share of parameters on which the two gradients have opposite signs, of those on which neither is zero; and
/// the ratio of the larger to the smaller norm (definition 2 of the same paper is a function of it). The figures of an epoch are means
/// over its steps. A step in which one of the gradients is zero doesn't count.
/// </para>
/// <para>
/// The verdict is by pairs of tasks over all shared parameters. The figure of a pair is its mean cosine over the later half of the steps that
/// were looked at, and at least <c>leastSteps</c>. Its 95 % interval is by Student's t over the means of 7 to 10 batches of consecutive steps,
/// because steps that follow each other are alike (batch means; Schmeiser, Operations Research 1982), and is corrected for the number k of
/// pairs: each pair's interval is one of <c>1 - 0.05 / k</c> (Bonferroni). <c>found</c>: the whole interval of a pair is below
/// <c>tugOfWarAt</c>. <c>not-found</c>: the whole intervals of all pairs are above it. <c>undecided</c>: neither; more epochs or a smaller
/// <c>every</c> make intervals narrower. <c>not-measured</c>: a pair has fewer than <c>leastSteps</c> steps. Alert <c>tug-of-war</c>: a pair is
/// found at the end of an epoch.
/// </para>
/// <para>
/// Single groups, such as one expert, are details of the report and decide nothing. The lowest of many figures is low by chance, and an expert on
/// which two tasks conflict may hold a small part of what they share. Cosines are of gradients of one batch, whose noise brings them nearer to
/// zero; around zero are tasks that leave each other alone. On the census data the mean cosine of an epoch is within 0.05 of zero.
/// </para>
/// <para>
/// When to use it: with several tasks, to see whether they should share what they share, before a remedy such as <c>pcgrad</c>, <c>cgc</c> or
/// <c>ple</c>. A step that it looks at costs a backward pass more for each task.
/// </para>
/// </remarks>
[Plugin("gradient-conflict")]
public sealed class GradientConflictProbe(GradientConflictProbeOptions options, ProbeContext context) : Probe, IResumable
{
    private const string Prefix = "gradient-conflict";

    private readonly HashSet<string> _conflicting = [];
    private readonly GradientMeasurement _measurement = new(context.SharedGroups);
    private readonly DueSteps _due = new(options.Every, context.Clock);

    /// <summary>The groups, and all together last; empty where there is nothing to compare: one task, or no shared parameters.</summary>
    private readonly ImmutableArray<GroupHistory> _groups = context.Tasks.Length < 2 || context.SharedGroups.Groups.IsEmpty
        ? []
        : [.. context.SharedGroups.Groups.Select(group => group.Name).Append("all").Select(name => new GroupHistory(name, context.Tasks))];

    /// <inheritdoc/>
    public override bool IsDue(long step) => !_groups.IsEmpty && _due.Contains(step);

    /// <inheritdoc/>
    public override void OnLosses(ProbedStep step)
    {
        ImmutableArray<GradientProducts> products = _measurement.Of(step.TaskGradients);
        for (int group = 0; group < products.Length; group++)
        {
            _groups[group].Add(products[group]);
        }

        _groups[^1].Add(GradientProducts.Sum(context.Tasks.Length, products));
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        ImmutableArray<ProbeMetric> metrics = [.. _groups.SelectMany(group => group.CompleteEpoch(context.Clock.Epoch, Prefix))];
        ImmutableArray<JudgedPair> pairs = Pairs();
        ImmutableArray<JudgedPair> found = [.. pairs.Where(IsFound)];
        ImmutableArray<JudgedPair> begun = [.. found.Where(pair => !_conflicting.Contains(pair.Pair.Name))];
        _conflicting.Clear();
        _conflicting.UnionWith(found.Select(pair => pair.Pair.Name));
        return new ProbeFigures(metrics, begun.IsEmpty
            ? []
            : [
                new ProbeAlert(
                    "tug-of-war",
                    begun[0].Describe(pairs.Length) + (begun.Length == 1 ? "" : $"; so it is for {begun.Length - 1} more of the pairs")),
            ]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Finding> Findings()
    {
        ImmutableArray<JudgedPair> pairs = Pairs();
        if (pairs.IsEmpty)
        {
            return [];
        }

        // Found by the pair that is furthest below; else by the one that comes nearest to it.
        JudgedPair? found = pairs.Where(IsFound).MinBy(pair => pair.Interval!.Upper);
        JudgedPair fewest = pairs.MinBy(pair => pair.Pair.Steps)!;
        if (found is null && fewest.Pair.Steps < options.LeastSteps)
        {
            return [new Finding(IssueNames.GradientConflict, false, double.NaN, options.TugOfWarAt, TooFew(fewest.Pair), [])];
        }

        JudgedPair worst = found ?? pairs.MinBy(pair => pair.Interval!.Lower)!;
        return
        [
            new Finding(
                IssueNames.GradientConflict,
                found is not null,
                worst.Cosine,
                options.TugOfWarAt,
                worst.Describe(pairs.Length) + Detail(),
                found is not null ? Remedies(context.Model) : [])
            {
                Interval = worst.Interval,
                IsUndecided = found is null && worst.Interval!.Contains(options.TugOfWarAt),
            },
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() =>
        _groups.Any(group => group.Pairs.Any()) ? [GradientConflictReport.Of(_groups, context.Tasks, options.LeastSteps)] : [];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        foreach ((int index, GroupHistory group) in _groups.Index())
        {
            state.Part($"{index}", group.Exchange);
        }

        ImmutableArray<string> conflicting = state.Exchange("conflicting", [.. _conflicting.Order(StringComparer.Ordinal)]);
        _conflicting.Clear();
        _conflicting.UnionWith(conflicting);
    }

    private bool IsFound(JudgedPair pair) => pair.Pair.Steps >= options.LeastSteps && pair.IsBelow(options.TugOfWarAt);

    /// <summary>The pairs on all shared parameters.</summary>
    private ImmutableArray<JudgedPair> Pairs() => _groups.IsEmpty ? [] : _groups[^1].Judge(options.LeastSteps);

    /// <summary>The single group with the lowest cosine, where there are several groups.</summary>
    private string Detail() => _groups.Length > 2
        && _groups.SkipLast(1).SelectMany(group => group.Judge(options.LeastSteps)).MinBy(pair => pair.Cosine) is { } lowest
        ? string.Create(
            CultureInfo.InvariantCulture,
            $". Of single groups of parameters {lowest.Pair.Group} has the lowest, {lowest.Cosine:F3} of {lowest.Pair.Tasks}, which decides nothing")
        : "";

    private string TooFew(PairHistory pair) => string.Create(
        CultureInfo.InvariantCulture,
        $"{pair.Steps} {(pair.Steps == 1 ? "step" : "steps")} with gradients of {pair.Tasks} were looked at, every {_due.Every} steps; the verdict "
        + $"takes {options.LeastSteps}: train more epochs, or set a smaller 'every'");

    /// <summary>What the network already has is not proposed.</summary>
    private static ImmutableArray<Remedy> Remedies(MultiTaskModel model) => model switch
    {
        PleModel => [Surgery],
        CgcModel => [Surgery, Levels],
        _ => [Surgery, OwnExperts, Levels],
    };

    private static Remedy Surgery { get; } = new(
        "Take from each task's gradient what points against another task's.",
        "loss",
        """{ "type": "pcgrad" }""");

    private static Remedy OwnExperts { get; } = new(
        "Give each task experts of its own beside the shared ones, so that what only one task needs has a place that the others can't disturb.",
        "model",
        """
        { "type": "cgc", "experts": [{ "type": "mlp", "count": 4, "hidden": [64, 32] }], "taskExperts": [{ "type": "mlp", "count": 2, "hidden": [64, 32] }], "tower": { "hidden": [16] } }
        """);

    private static Remedy Levels { get; } = new(
        "The same in two levels, which part the tasks step by step.",
        "model",
        """
        { "type": "ple", "levels": 2, "experts": [{ "type": "mlp", "count": 4, "hidden": [64, 32] }], "taskExperts": [{ "type": "mlp", "count": 2, "hidden": [64, 32] }], "tower": { "hidden": [16] } }
        """);
}
