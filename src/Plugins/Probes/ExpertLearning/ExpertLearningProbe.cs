using MmoePipeline.Composition;
using MmoePipeline.Plugins.Probes.Gradients;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Probes.ExpertLearning;

/// <summary>Shows how fast each expert learns, and tells of experts that are starving.</summary>
/// <remarks>
/// <para>
/// Every <c>every</c> steps, for each shared expert: <c>updateRatio</c>, the norm of what the optimizer changed divided by the norm of the
/// weights before, <c>|w' - w| / |w|</c>; and <c>gradientNorm</c>, the norm of the gradient that the optimizer got, after losses were
/// weighted and gradients clipped. The figures of an epoch are means over its steps.
/// </para>
/// <para>
/// Alert <c>starving</c>: an expert's update ratio is below <c>starvingAt</c> of the median of its bank's. That is what a collapse looks like from
/// the experts' side: those that gates give no weight get no gradient and stop learning. Adam and its kin divide by the gradient's own
/// size, so with them an expert with a small gradient moves as fast as others until its gradient is next to nothing: there the
/// gradients' norms tell earlier.
/// </para>
/// <para>
/// When to use it: with many experts, to see whether all of them are of use, and beside <c>gates</c> when gates lean on few. It looks at the
/// experts that several tasks share, not at those of one task's own, and costs a copy of them in a step that it looks at.
/// </para>
/// </remarks>
[Plugin("expert-learning")]
public sealed class ExpertLearningProbe : Probe, IResumable
{
    private const string Prefix = "expert-learning";
    private const int FiguresPerSlice = 3;

    private readonly double _starvingAt;
    private readonly ProbeContext _context;
    private readonly DueSteps _due;
    private readonly ImmutableArray<BankHistory> _banks;
    private readonly ImmutableArray<int> _parameters;
    private ImmutableDictionary<int, torch.Tensor> _before = ImmutableDictionary<int, torch.Tensor>.Empty;

    /// <summary>Creates the probe.</summary>
    public ExpertLearningProbe(ExpertLearningProbeOptions options, ProbeContext context)
    {
        (_starvingAt, _context) = (options.StarvingAt, context);
        _due = new DueSteps(options.Every, context.Clock);
        _banks = BankHistory.Of(context.SharedGroups);
        _parameters = [.. Experts.SelectMany(expert => expert.Group.Slices).Select(slice => slice.Index).Distinct()];
    }

    /// <inheritdoc/>
    public override bool IsDue(long step) => !_banks.IsEmpty && _due.Contains(step);

    /// <inheritdoc/>
    public override void OnLosses(ProbedStep step) =>
        // The copies belong to the step's scope: they go with it even if the step fails.
        _before = _parameters.ToImmutableDictionary(index => index, index => Parameter(index).detach().clone());

    /// <inheritdoc/>
    public override void OnStepped(ProbedStep step)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var changes = _before.ToDictionary(of => of.Key, of => Parameter(of.Key).sub(of.Value));
        var gradients = _before.Keys.ToDictionary(index => index, Gradient);
        torch.Tensor norms = torch.stack(
        [
            .. Experts.SelectMany(expert => expert.Group.Slices).SelectMany(slice => new[]
            {
                slice.SelectFrom(_before[slice.Index]).norm(),
                slice.SelectFrom(changes[slice.Index]).norm(),
                slice.SelectFrom(gradients[slice.Index]).norm(),
            }),
        ]).to(torch.float64).cpu();
        ReadOnlySpan<double> read = norms.data<double>().ToArray();
        foreach (ExpertHistory expert in Experts)
        {
            int slices = expert.Group.Slices.Length;
            expert.Add(Norm(read, slices, 1) / Norm(read, slices, 0), Norm(read, slices, 2));
            read = read[(FiguresPerSlice * slices)..];
        }

        foreach (torch.Tensor copy in _before.Values)
        {
            copy.Dispose();
        }

        _before = _before.Clear();
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted() => new(
        [.. Experts.SelectMany(expert => expert.CompleteEpoch(_context.Clock.Epoch, Prefix))],
        [.. _banks.SelectMany(bank => bank.NewlyStarving(_starvingAt))]);

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() => _banks.IsEmpty
        ? []
        :
        [
            new ReportSection(
                "Learning of the experts",
                "How much a step changes each expert, and how large the gradient is that it gets. Experts that gates don't choose stop learning.",
                [.. _banks.SelectMany(bank => new ReportFigure[] { bank.UpdateRatios(), bank.GradientNorms() })]),
        ];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        foreach (ExpertHistory expert in Experts)
        {
            state.Part(expert.Group.Name, expert.Exchange);
        }
    }

    private IEnumerable<ExpertHistory> Experts => _banks.SelectMany(bank => bank.Experts);

    private Parameter Parameter(int index) => _context.SharedGroups.Parameters[index];

    /// <summary>The gradient that the optimizer got: zeros where there was none.</summary>
    private torch.Tensor Gradient(int index) => Parameter(index).grad switch
    {
        null => torch.zeros_like(Parameter(index)),
        { is_sparse: true } sparse => sparse.to_dense(),
        { } dense => dense,
    };

    /// <summary>The norm over an expert's slices of one of the figures.</summary>
    private static double Norm(ReadOnlySpan<double> norms, int slices, int figure)
    {
        double sum = 0;
        for (int slice = 0; slice < slices; slice++)
        {
            double norm = norms[(FiguresPerSlice * slice) + figure];
            sum += norm * norm;
        }

        return Math.Sqrt(sum);
    }
}
