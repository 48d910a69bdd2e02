using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.Experts;

/// <summary>Shows how alike the experts are, what they give, and which fields they look at.</summary>
/// <remarks>
/// <para>
/// After each epoch the network predicts the same rows of the validation part, and the experts' outputs are compared in pairs by linear
/// centred kernel alignment, <c>CKA(X, Y) = |Y'X|^2 / (|X'X| |Y'Y|)</c> with Frobenius norms of outputs <c>[rows, width]</c> whose columns are
/// centred (Kornblith, Norouzi, Lee, Hinton: Similarity of Neural Network Representations Revisited, ICML 2019, section 3 and equation 4
/// with the linear kernel). It is 1 for outputs that are the same but for rotation and scale, 0 for unrelated ones. Told are the mean
/// over all pairs of a bank and the largest.
/// </para>
/// <para>
/// Alert <c>identical</c>: the outputs of two experts differ by at most <c>identicalAt</c> of the larger one's norm. Experts that start alike
/// and get like gates stay alike, and a bank of eight is a bank of one.
/// </para>
/// <para>
/// At the end, with the parameters of the best epoch: the outputs of up to <c>points</c> rows on their two principal components; and
/// for each expert and field gradient x input, the mean over up to 256 rows (or <c>points</c>, if more) of <c>sum_c |e_c df/de_c|</c>, where f is the sum of the expert's outputs
/// and the c are the field's columns of the embedded input e. Each expert's shares sum to 1. Outputs of experts that don't depend on the
/// embedded input, or on a frozen one only, have no such map.
/// </para>
/// <para>
/// When to use it: to find out whether there are more experts than the tasks need, and whether they have divided the work. It costs one
/// pass over the sample in each epoch, and one backward pass for each expert at the end.
/// </para>
/// </remarks>
[Plugin("experts")]
public sealed class ExpertsProbe(ExpertsProbeOptions options, ProbeContext context) : Probe, IResumable
{
    // A share of a field is known to a hundredth by these, and the whole sample would take four times as long.
    private const int FieldRows = 256;

    private readonly SortedDictionary<int, ExpertBankHistory> _banks = [];

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        var trace = new ForwardTrace();
        context.Model.Forward(context.Sample.Features, trace);
        var alerts = ImmutableArray.CreateBuilder<ProbeAlert>();
        for (int bank = 0; bank < trace.Experts.Count; bank++)
        {
            if (!_banks.TryGetValue(bank, out ExpertBankHistory? history))
            {
                history = new ExpertBankHistory(
                    trace.Experts.Count == 1 ? "experts" : $"experts/{bank}", trace.Experts[bank].Experts);
                _banks.Add(bank, history);
            }

            alerts.AddRange(history.Add(context.Clock.Epoch, ExpertSimilarity.Of(trace.Experts[bank].Outputs), options.IdenticalAt));
        }

        return new ProbeFigures([.. _banks.Values.SelectMany(history => history.Figures())], alerts.ToImmutable());
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections()
    {
        if (_banks.Count == 0)
        {
            return [];
        }

        using DisposeScope scope = torch.NewDisposeScope();
        var figures = ImmutableArray.CreateBuilder<ReportFigure>();
        figures.Add(new LineChart(
            "Similarity of experts",
            "The mean linear CKA over all pairs of a bank's experts: near 1 there are more experts than the tasks have use for.",
            "epoch",
            "CKA",
            [.. _banks.Values.Select(history => history.Means())]));
        ForwardTrace trace = Trace();
        var attribution = new FieldAttribution(context.Features);
        foreach ((int bank, ExpertBankHistory history) in _banks)
        {
            figures.Add(history.Map());
            figures.AddRange(Planes(history.Name, trace.Experts[bank]));
            if (options.FieldMap && attribution.Map(history.Name, trace.Experts[bank], trace.Inputs) is { } map)
            {
                figures.Add(map);
            }
        }

        return
        [
            new ReportSection(
                "Experts",
                "How alike the experts' outputs for the same validation rows are after the last epoch; then, with the parameters of the best epoch, "
                + "the outputs in a plane, and the fields that they depend on.",
                figures.ToImmutable()),
        ];
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state) => state.Parts(
        "banks",
        _banks,
        (of, place) => of.Exchange("bank", place),
        (of, _, bank) => new ExpertBankHistory(of.Exchange("name", bank?.Name ?? ""), of.Exchange("experts", bank?.Experts ?? [])),
        (of, bank) => bank.Exchange(of));

    /// <summary>A pass in the graph if the field map needs one.</summary>
    private ForwardTrace Trace()
    {
        using IDisposable gradients = options.FieldMap ? torch.enable_grad() : torch.no_grad();
        FeatureBatch features = context.Sample.Features;
        features = features.Narrow(Math.Min(features.Rows, Math.Max(FieldRows, options.Points)));
        if (options.FieldMap && context.Features.Categorical.IsEmpty)
        {
            // The embedded input is then the numeric one, which no parameter brings into the graph.
            features = features with { Numeric = features.Numeric.detach().clone().requires_grad_(true) };
        }

        var trace = new ForwardTrace();
        context.Model.Forward(features, trace);
        return trace;
    }

    private IEnumerable<ReportFigure> Planes(string bank, ExpertActivation activation)
    {
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor outputs = activation.Outputs.detach();
        int rows = (int)Math.Min(options.Points, outputs.size(1));
        var plane = new ExpertPlane(bank, activation.Experts, outputs.narrow(1, 0, rows));
        torch.Tensor labels = context.Sample.Targets.select(1, 0).narrow(0, 0, rows);
        RowClasses classes = RowClasses.OfLabels(labels.to(torch.float64).cpu().contiguous().data<double>().ToArray(), 10);
        double[] members = classes.Members(labels).cpu().contiguous().data<double>().ToArray();
        return [plane.ByExpert(), plane.ByClass($"label of {context.Tasks[0]}", classes, members)];
    }
}
