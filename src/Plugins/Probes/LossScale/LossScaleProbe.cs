using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Plugins.Probes.Gradients;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>Shows the size of each task's loss and of its pull on shared parameters, and tells when one drowns another.</summary>
/// <remarks>
/// <para>
/// Every <c>every</c> steps: each task's loss; <c>gradientNorm</c>, the norm of its gradient on all shared parameters before losses are
/// weighted; and <c>weightedGradientNorm</c>, that norm times the size of the weight that the loss weighting gave the task in the same step.
/// The figures of an epoch are means over its steps; <c>ratio</c> is the largest mean weighted norm divided by the smallest, of the
/// tasks that reach shared parameters and have a weight.
/// </para>
/// <para>
/// Weightings that combine gradients, such as <c>pcgrad</c> or <c>mgda</c>, have weights in the same sense: what the shared parameters
/// descend is <c>sum_k w_k g_k</c>, and <c>w_k</c> is the factor of task k's gradient in it, also where it follows from other tasks'
/// gradients: what <c>pcgrad</c> takes out of a large gradient that points against a small one is in the small one's factor. <c>db-mtl</c> and <c>moco</c> take running means for <c>g_k</c>; their factors are those of the means. <c>graddrop</c> has no
/// factors, but keeps each gradient's entries or drops them: it is judged by the norms as they are.
/// </para>
/// <para>
/// The verdict is by the pairs of tasks: of each, the larger mean weighted norm over the smaller one, over the later half of the steps that were
/// looked at, and at least <c>leastSteps</c>. The ratio's 95 % interval is by Student's t over the means of 7 to 10 batches of consecutive steps,
/// by the delta method on its logarithm, and corrected for the number k of pairs: each is one of <c>1 - 0.05 / k</c> (Bonferroni).
/// <c>found</c>, and alert <c>loss-scale</c> at the end of an epoch: the whole interval of a pair is above <c>drownsAt</c>, 10 by default.
/// <c>not-found</c>: the whole intervals of all pairs are below it. <c>undecided</c>: neither. <c>not-measured</c>: there are fewer than
/// <c>leastSteps</c> steps. Where a gradient is ten times another, the sum of the two points within
/// <c>asin(1 / 10)</c>, 6 degrees, of the larger one: a step of the optimizer is the larger task's. An optimizer such as Adam, which scales
/// each parameter's step, doesn't change that: it scales the sum. Norms are compared and not losses, because a large loss can have a
/// small gradient; the same is balanced in Chen et al.: GradNorm, ICML 2018, section 3.1.
/// </para>
/// <para>
/// Alert <c>exploding-gradient</c>: in a step of the epoch a task's norm is above <c>explodesAt</c> times the median of the steps of the epochs before, of up to 512 that are spread evenly; the
/// learning rate is too high by then, or a row is far out. Alert <c>dead-loss</c>: a task whose gradient was there has none, exactly zero, in the last
/// <c>leastSteps</c> steps; nothing shared learns from it any more. Both are reported once, until they are over.
/// </para>
/// <para>
/// When to use it: with tasks of different kinds, such as a squared watch time beside a click, before and after losses are weighted by hand. A
/// step that it looks at costs a backward pass more for each task, or nothing where gradient-conflict looks at the same step.
/// </para>
/// </remarks>
[Plugin("loss-scale")]
public sealed class LossScaleProbe(LossScaleProbeOptions options, ProbeContext context) : Probe, IResumable
{
    private const string Prefix = "loss-scale";

    private readonly DueSteps _due = new(options.Every, context.Clock);

    /// <summary>Null where there is nothing to compare: one task, or no shared parameters.</summary>
    private readonly LossScaleHistory? _history = context.Tasks.Length < 2 || context.SharedGroups.Parameters.IsEmpty
        ? null
        : new LossScaleHistory(context.Tasks, options.LeastSteps);

    private bool _isDrowned;
    private double[] _figures = [];
    private ImmutableArray<string> _faulty = [];

    /// <inheritdoc/>
    public override bool IsDue(long step) => _history is not null && _due.Contains(step);

    /// <inheritdoc/>
    public override void OnLosses(ProbedStep step)
    {
        // Asked for before the scope is opened: the step keeps them for all probes.
        ImmutableArray<ImmutableArray<torch.Tensor?>> gradients = step.TaskGradients;
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor none = torch.zeros(1, step.Losses.dtype, step.Losses.device);
        torch.Tensor norms = torch.stack(
        [
            .. gradients.Select(ofTask =>
                torch.cat([none, .. ofTask.OfType<torch.Tensor>().Select(gradient => gradient.norm().view(1))]).norm()),
        ]);
        torch.Tensor figures = torch.cat([step.Losses, norms]).to(torch.float64).cpu();
        _figures = figures.data<double>().ToArray();
    }

    /// <inheritdoc/>
    public override void OnStepped(ProbedStep step)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weights = step.Weights ?? throw new InvalidOperationException("The step has no weights.");
        _history!.Add(_figures, weights.to(torch.float64).cpu().contiguous().data<double>().ToArray());
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        if (_history is null)
        {
            return ProbeFigures.None;
        }

        (ImmutableArray<ProbeMetric> metrics, ImmutableArray<ProbeAlert> now) =
            _history.CompleteEpoch(context.Clock.Epoch, Prefix, options.ExplodesAt);
        bool wasDrowned = _isDrowned;
        NormRatio? found = Found();
        _isDrowned = found is not null;
        ImmutableArray<ProbeAlert> alerts =
        [
            .. found is not null && !wasDrowned ? [new ProbeAlert("loss-scale", _history.Describe(found))] : Array.Empty<ProbeAlert>(),
            .. now.Where(alert => !_faulty.Contains(alert.Name)).Select(alert => new ProbeAlert(alert.Name.Split('/')[0], alert.Message)),
        ];
        _faulty = [.. now.Select(alert => alert.Name)];
        return new ProbeFigures(metrics, alerts);
    }

    /// <inheritdoc/>
    public override ImmutableArray<Finding> Findings()
    {
        if (_history is null || _history.Ratios() is not { IsEmpty: false } ratios)
        {
            return [];
        }

        if (_history.Steps < options.LeastSteps)
        {
            return [new Finding(IssueNames.LossScale, false, double.NaN, options.DrownsAt, TooFew(_history.Steps), [])];
        }

        // Found by the pair that is furthest above; else by the one that comes nearest to it.
        NormRatio? found = Found();
        NormRatio worst = found ?? ratios.MaxBy(ratio => ratio.Interval!.Upper)!;
        return
        [
            new Finding(
                IssueNames.LossScale,
                found is not null,
                worst.Ratio,
                options.DrownsAt,
                _history.Describe(worst),
                found is not null ? Remedies : [])
            {
                Interval = worst.Interval,
                IsUndecided = found is null && worst.Interval!.Contains(options.DrownsAt),
            },
        ];
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() =>
        _history is null || _history.Ratios().IsEmpty ? [] : [_history.Section()];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        _isDrowned = state.Exchange("isDrowned", _isDrowned);
        _faulty = state.Exchange("faulty", _faulty);
        if (_history is not null)
        {
            state.Part("history", _history.Exchange);
        }
    }

    private NormRatio? Found() => _history!.Steps < options.LeastSteps
        ? null
        : _history.Ratios().Where(ratio => ratio.Interval?.Lower > options.DrownsAt).MaxBy(ratio => ratio.Interval!.Lower);

    private string TooFew(long steps) => string.Create(
        CultureInfo.InvariantCulture,
        $"{steps} {(steps == 1 ? "step was" : "steps were")} looked at, every {_due.Every} steps; the verdict takes {options.LeastSteps}: train more "
        + $"epochs, or set a smaller 'every'");

    private static ImmutableArray<Remedy> Remedies { get; } =
    [
        new(
            "Weight the tasks' gradients so that their sum goes equally far along each; it costs a backward pass for each task in every step.",
            "loss",
            """{ "type": "imtl" }"""),
        new(
            "Divide each loss by its mean over the first batches: it costs nothing, and is enough where only the losses' units differ.",
            "loss",
            """{ "type": "magnitude" }"""),
    ];
}
