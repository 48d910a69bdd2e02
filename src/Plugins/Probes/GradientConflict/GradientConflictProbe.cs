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

/// <summary>Shows where tasks pull shared parameters in opposite directions, and tells of a tug of war.</summary>
/// <remarks>
/// <para>
/// Every <c>every</c> steps, for each group of shared parameters (embedding, shared layers, every expert for itself) and for all of them
/// together, and each pair of tasks whose losses reach the group: the cosine <c>g_a . g_b / (|g_a| |g_b|)</c> of the gradients of the two
/// losses before they are weighted, which conflict where it is negative (Yu et al.: Gradient Surgery for Multi-Task Learning, NeurIPS
/// 2020, definition 1); the share of parameters on which the two gradients have opposite signs, of those on which neither is zero; and
/// the ratio of the larger to the smaller norm (definition 2 of the same paper is a function of it). The figures of an epoch are means
/// over its steps. A step in which one of the gradients is zero doesn't count.
/// </para>
/// <para>
/// Alert <c>tug-of-war</c>: a mean cosine is surely below <c>tugOfWarAt</c>. The verdict at the end is by the group and pair that are
/// surely the lowest. Cosines of single steps differ by 0.2 or more from each other, and the lowest of many means is low by chance; so what is
/// compared is not the mean but what the expectation is below with a confidence of 0.99 (Student's t), over the steps of the last epoch, or
/// the last <c>leastSteps</c> where it has fewer. Fewer than that in all can show a tug of war, but not that there is none: then it is not
/// measured. Around zero are tasks that leave each other alone. On the census data all means are
/// within 0.03 of it after the first epochs, and down to -0.15 in the first, where everything still moves; -0.1 is outside of what settled tasks show.
/// </para>
/// <para>
/// When to use it: with several tasks, to see whether they should share what they share, before a cure such as <c>pcgrad</c>, <c>cgc</c> or
/// <c>ple</c>, and which experts tasks fight over. A step that it looks at costs a backward pass more for each task.
/// </para>
/// </remarks>
[Plugin("gradient-conflict")]
public sealed class GradientConflictProbe(GradientConflictProbeOptions options) : Probe, IResumable
{
    private const string Prefix = "gradient-conflict";

    private readonly HashSet<PairHistory> _fighting = [];
    private ImmutableArray<GroupHistory> _groups = [];
    private GradientMeasurement? _measurement;
    private DueSteps? _due;
    private ProbeSite? _site;

    /// <inheritdoc/>
    public override void Attach(ProbeSite site)
    {
        if (site.Tasks.Length < 2 || site.SharedGroups.Groups.IsEmpty)
        {
            return;
        }

        _site = site;
        _due = new DueSteps(options.Every, site.Clock);
        _measurement = new GradientMeasurement(site.SharedGroups);

        // All together come last.
        _groups = [.. site.SharedGroups.Groups.Select(group => group.Name).Append("all").Select(name => new GroupHistory(name, site.Tasks))];
    }

    /// <inheritdoc/>
    public override bool IsDue(long step) => _due?.Contains(step) ?? false;

    /// <inheritdoc/>
    public override void OnLosses(ProbedStep step)
    {
        ImmutableArray<GradientProducts> products = _measurement!.Of(step.TaskGradients);
        for (int group = 0; group < products.Length; group++)
        {
            _groups[group].Add(products[group]);
        }

        _groups[^1].Add(GradientProducts.Sum(_site!.Tasks.Length, products));
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        ImmutableArray<ProbeMetric> metrics =
            [.. _groups.SelectMany(group => group.CompleteEpoch(_site!.Clock.Epoch, Prefix, options.LeastSteps))];
        var begun = new List<PairHistory>();
        foreach (PairHistory pair in JudgedPairs)
        {
            if (pair.SurelyBelow >= options.TugOfWarAt)
            {
                _fighting.Remove(pair);
            }
            else if (_fighting.Add(pair))
            {
                begun.Add(pair);
            }
        }

        return new ProbeFigures(metrics, begun.Count == 0 ? [] : [new ProbeAlert("tug-of-war", Told(begun))]);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Finding> Findings()
    {
        ImmutableArray<PairHistory> pairs = [.. _groups.SelectMany(group => group.Pairs)];
        if (pairs.IsEmpty)
        {
            return [];
        }

        PairHistory? worst = JudgedPairs.MinBy(pair => pair.SurelyBelow);
        bool isFound = worst?.SurelyBelow < options.TugOfWarAt;
        int steps = pairs.Max(pair => pair.JudgedSteps);
        if (worst is null || (!isFound && steps < options.LeastSteps))
        {
            return [new Finding(Trouble.TugOfWar, false, double.NaN, options.TugOfWarAt, TooFew(steps), [])];
        }

        return
        [
            new Finding(
                Trouble.TugOfWar,
                isFound,
                worst.SurelyBelow,
                options.TugOfWarAt,
                worst.Told(options.TugOfWarAt),
                isFound ? Cures(_site!.Model) : []),
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() =>
        _groups.Any(group => group.Pairs.Any(pair => pair.JudgedSteps > 0)) ? [GradientConflictReport.Of(_groups, _site!.Tasks)] : [];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        foreach ((int index, GroupHistory group) in _groups.Index())
        {
            state.Part($"{index}", group.Exchange);
        }

        // By their places among all pairs, which are the same after the groups were loaded.
        ImmutableArray<PairHistory> pairs = [.. _groups.SelectMany(group => group.Pairs)];
        List<int> fighting = [.. pairs.Index().Where(pair => _fighting.Contains(pair.Item)).Select(pair => pair.Index)];
        state.Exchange("fighting", fighting);
        _fighting.Clear();
        _fighting.UnionWith(fighting.Select(place => pairs[place]));
    }

    private string TooFew(int steps) => string.Create(
        CultureInfo.InvariantCulture,
        $"whether tasks fight can't be told by {steps} {(steps == 1 ? "step" : "steps")} that were looked at; it takes {options.LeastSteps}: "
        + $"more epochs, or a smaller 'every', {options.Every} now");

    /// <summary>What the network already has is not proposed.</summary>
    private static ImmutableArray<Cure> Cures(MultiTaskModel model) => model switch
    {
        PleModel => [Surgery],
        CgcModel => [Surgery, Levels],
        _ => [Surgery, OwnExperts, Levels],
    };

    private static Cure Surgery { get; } = new(
        "Take from each task's gradient what points against another task's.",
        "loss",
        """{ "type": "pcgrad" }""");

    private static Cure OwnExperts { get; } = new(
        "Give each task experts of its own beside the shared ones, so that what only one task needs has a place that the others can't disturb.",
        "model",
        """
        { "type": "cgc", "experts": [{ "type": "mlp", "count": 4, "hidden": [64, 32] }], "taskExperts": [{ "type": "mlp", "count": 2, "hidden": [64, 32] }], "tower": { "hidden": [16] } }
        """);

    private static Cure Levels { get; } = new(
        "The same in two levels, which part the tasks step by step.",
        "model",
        """
        { "type": "ple", "levels": 2, "experts": [{ "type": "mlp", "count": 4, "hidden": [64, 32] }], "taskExperts": [{ "type": "mlp", "count": 2, "hidden": [64, 32] }], "tower": { "hidden": [16] } }
        """);

    private IEnumerable<PairHistory> JudgedPairs =>
        _groups.SelectMany(group => group.Pairs).Where(pair => !double.IsNaN(pair.SurelyBelow));

    private string Told(List<PairHistory> begun)
    {
        string worst = begun.MinBy(pair => pair.SurelyBelow)!.Told(options.TugOfWarAt);
        return begun.Count == 1 ? worst : $"{worst}, and so they are in {begun.Count - 1} other groups or pairs";
    }
}
