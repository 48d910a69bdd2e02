using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.SampleWeights;

/// <summary>Shows how much each task's samples weigh in the training of each expert, by label and by a field's value.</summary>
/// <remarks>
/// <para>
/// An expert's output <c>f_i(x)</c> reaches task k's loss over the mixture <c>h_k = sum_i g_ki(x) f_i(x)</c> only, so
/// <c>dL_k/df_i(x) = g_ki(x) dL_k/dh_k</c>: the gate's weight is the weight that the sample has at the expert in the backward pass (Ma, Zhao,
/// Yi, Chen, Hong, Chi: Modeling Task Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts, KDD 2018, equations 5 to 7,
/// differentiated). Told is the mean of <c>g_ki(x)</c> over the validation rows that have a label of task k, by that label rounded to
/// a whole number, and by the value of one categorical field.
/// </para>
/// <para>
/// Which labels and values are told apart is decided by the sample's rows: the most frequent ones; all others are one class. A binary
/// task has the labels 0 and 1, and their figures are metrics: <c>sample-weights/TASK/EXPERT/label-1</c>.
/// </para>
/// <para>
/// When to use it: when labels are rare, to see whether an expert learns mostly from the positives, and when groups of rows, such as sexes or
/// countries, should or should not get experts of their own.
/// </para>
/// </remarks>
[Plugin("sample-weights")]
public sealed class SampleWeightsProbe : Probe, IResumable
{
    private readonly SampleWeightsProbeOptions _options;
    private readonly ProbeContext _context;
    private readonly ImmutableArray<RowClasses> _labels;
    private readonly RowClasses? _values;
    private readonly int _field;
    private SortedDictionary<(int Bank, int Gate), GateWeights> _epoch = [];
    private SortedDictionary<(int Bank, int Gate), GateWeights> _last = [];

    /// <summary>Creates the probe.</summary>
    /// <exception cref="BadInputException">The configured field is not a categorical feature.</exception>
    public SampleWeightsProbe(SampleWeightsProbeOptions options, ProbeContext context)
    {
        (_options, _context) = (options, context);
        using DisposeScope scope = torch.NewDisposeScope();
        _labels = [.. context.Tasks.Select((_, task) => IsBinary(task)
            ? RowClasses.Binary()
            : RowClasses.OfLabels(Doubles(context.Sample.Targets.select(1, task)), options.Labels))];
        if (options.Field is null)
        {
            return;
        }

        ImmutableArray<string> fields = [.. context.Features.Categorical.Select(field => field.Name)];
        _field = fields.IndexOf(options.Field);
        if (_field < 0)
        {
            throw new BadInputException(
                ModelCodes.UnknownField,
                $"{context.Path}.field",
                $"there is no categorical feature '{options.Field}'; there are {(fields.IsEmpty ? "none" : string.Join(", ", fields))}.");
        }

        ImmutableArray<string> names = context.FieldValues[_field];
        _values = RowClasses.OfCodes(
            Doubles(Codes(context.Sample.Features)), options.Values, code => code == 0 ? "not seen in training" : names[code]);
    }

    /// <inheritdoc/>
    public override void OnValidationStarted() => _epoch = [];

    /// <inheritdoc/>
    public override void OnValidationBatch(ProbedBatch batch)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor? codes = _values is null ? null : Codes(batch.Features);
        for (int bank = 0; bank < batch.Trace.Gates.Count; bank++)
        {
            GateActivation activation = batch.Trace.Gates[bank];
            string prefix = batch.Trace.Gates.Count == 1 ? "" : $"{bank}/";
            for (int gate = 0; gate < activation.Gates.Length; gate++)
            {
                // A gate that serves no task alone has no labels.
                int task = _context.Tasks.IndexOf(activation.Gates[gate]);
                if (task < 0)
                {
                    continue;
                }

                if (!_epoch.TryGetValue((bank, gate), out GateWeights? weights))
                {
                    weights = New(task, prefix + activation.Gates[gate], activation.Experts);
                    _epoch.Add((bank, gate), weights);
                }

                weights.Add(activation.Weights.select(1, gate), batch.Targets.select(1, task), codes);
            }
        }
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        (_last, _epoch) = (_epoch, []);
        return new ProbeFigures(
            [.. _last.Values.Where(gate => IsBinary(gate.Task)).SelectMany(gate => gate.ByLabel.Means())], []);
    }

    /// <inheritdoc/>
    public override ImmutableArray<ReportSection> Sections() => _last.Count == 0
        ? []
        :
        [
            new ReportSection(
                "Weights of samples at experts",
                "The mean weight of a task's gate for each expert over groups of validation rows, in the last epoch. It is the weight with which "
                + "these rows' gradients reach the expert. A column that differs between rows is an expert that serves some of them.",
                [.. _last.Values.SelectMany(Maps)]),
        ];

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state) => state.Parts(
        "gates",
        _last,
        (of, place) => (of.Exchange("bank", place.Bank), of.Exchange("gate", place.Gate)),
        (of, _, gate) => New(
            of.Exchange("task", gate?.Task ?? 0), of.Exchange("name", gate?.Name ?? ""), of.Exchange("experts", gate?.ByLabel.Experts ?? [])),
        (of, gate) => gate.Exchange(of));

    private IEnumerable<ReportFigure> Maps(GateWeights gate)
    {
        yield return gate.ByLabel.Map($"{gate.Name} by label", $"The mean weight for rows with each label of {_context.Tasks[gate.Task]}.", "label");
        if (gate.ByField is { } byField)
        {
            yield return byField.Map(
                $"{gate.Name} by {_options.Field}", $"The mean weight for rows with each value of {_options.Field}.", _options.Field!);
        }
    }

    private GateWeights New(int task, string name, ImmutableArray<string> experts) => new(
        task,
        name,
        new WeightSums($"sample-weights/{name}", experts, _labels[task]),
        _values is null ? null : new WeightSums($"sample-weights/{name}", experts, _values));

    private bool IsBinary(int task) => _context.Outputs[task].Type == "binary";

    private torch.Tensor Codes(FeatureBatch features) =>
        features.Categorical.select(1, _field) - _context.Features.Categorical[_field].Offset;

    private static double[] Doubles(torch.Tensor values) => values.to(torch.float64).cpu().contiguous().data<double>().ToArray();
}
