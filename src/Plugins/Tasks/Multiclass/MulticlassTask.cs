using System.Collections.Frozen;
using System.Text.Json;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tasks.Multiclass;

/// <summary>One class out of several: the probability of each.</summary>
/// <remarks>
/// <para>
/// The loss is the mean cross entropy of the softmax of the logits over the rows that have a label, <c>sum(w l) / sum(w)</c>,
/// where w is the row's weight times that of its class. Rows of classes with weight 0 don't count in it.
/// </para>
/// <para>
/// Metrics: <c>accuracy</c>; <c>macroF1</c>, the mean of the classes' F1; and <c>logLoss</c>. Rows count by their weight.
/// </para>
/// <para>
/// Each has a 95 % interval, with rows as independent. <c>accuracy</c>: the score interval (Wilson 1927), of weighted rows with
/// <c>(sum w)^2 / sum w^2</c> as their number. <c>macroF1</c>: <c>value ± 1.96 standard errors</c> by the delta method. <c>logLoss</c>: the same with the
/// standard error of a mean over rows.
/// </para>
/// <para>When to use it: labels of a few kinds that exclude each other and have no order, for instance a category of goods.</para>
/// </remarks>
[Plugin("multiclass")]
public sealed class MulticlassTask(MulticlassTaskOptions options) : ITask
{
    private static readonly Scalar One = 1;

    private readonly FrozenDictionary<string, int> _indices =
        options.Classes.Select((label, index) => (label, index)).ToFrozenDictionary(pair => pair.label, pair => pair.index);

    /// <summary>For each class that doesn't count 1, its index and what it counts besides.</summary>
    private readonly ImmutableArray<(Scalar Index, Scalar Extra)> _extras =
    [
        .. options.ClassWeights.Where(pair => pair.Value != 1)
            .Select(pair => ((Scalar)options.Classes.IndexOf(pair.Key), (Scalar)(pair.Value - 1))),
    ];

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public string Label => options.Label;

    /// <inheritdoc/>
    public int Outputs => options.Classes.Length;

    /// <inheritdoc/>
    public ImmutableArray<string> PredictionColumns => [.. options.Classes.Select(label => $"{Name}.{label}")];

    /// <inheritdoc/>
    public string Encoding => $"multiclass:{options.Rows.Missing}:{JsonSerializer.Serialize(options.Classes)}";

    /// <inheritdoc/>
    public string? WeightColumn => options.Rows.Weight;

    /// <inheritdoc/>
    public bool TryEncode(string? label, out float target, out string problem)
    {
        if (label is null || (label.Length == 0 && !_indices.ContainsKey("")))
        {
            return MissingLabel.TryEncode(options.Rows.Missing, out target, out problem);
        }

        bool isKnown = _indices.TryGetValue(label, out int index);
        target = isKnown ? index : float.NaN;
        problem = isKnown ? "" : Problem(label);
        return isKnown;
    }

    private string Problem(string label)
    {
        const int Shown = 5;
        string? variant = options.Classes.FirstOrDefault(other => CellText.Normalise(other) == CellText.Normalise(label));
        return $"expected one of the task's classes, {string.Join(", ", options.Classes.Take(Shown).Select(CellText.Quote))}"
            + $"{(options.Classes.Length > Shown ? ", ..." : "")}, found {CellText.Quote(label)}"
            + (variant is null ? "" : $", which is {CellText.Quote(variant)} in another form of writing");
    }

    /// <inheritdoc/>
    public string? FindFault(ReadOnlySpan<float> targets)
    {
        float first = float.NaN;
        foreach (float target in targets)
        {
            if (!float.IsNaN(target) && target != first)
            {
                if (!float.IsNaN(first))
                {
                    return null;
                }

                first = target;
            }
        }

        return float.IsNaN(first) ? "no row has a label" : $"no row has another label than '{options.Classes[(int)first]}'";
    }

    /// <inheritdoc/>
    public torch.Tensor Loss(TaskBatch batch)
    {
        if (options.Rows is { Missing: MissingLabels.Refuse, Weight: null } && _extras.IsEmpty)
        {
            return torch.nn.functional.cross_entropy(batch.Logits, batch.Targets.to(torch.int64));
        }

        torch.Tensor targets = RowMean.Targets(batch.Targets);
        torch.Tensor losses = torch.nn.functional.cross_entropy(
            batch.Logits, targets.to(torch.int64), reduction: torch.nn.Reduction.None);
        torch.Tensor weights = RowMean.Weights(batch);
        foreach ((Scalar index, Scalar extra) in _extras)
        {
            weights = weights.mul(targets.eq(index).to(weights.dtype).mul(extra).add(One));
        }

        return RowMean.Compute(losses, weights);
    }

    /// <inheritdoc/>
    public ImmutableArray<TaskMetric> Evaluate(TaskRows rows)
    {
        TaskRows labelled = rows.Labelled();
        ReadOnlySpan<float> logits = labelled.Logits;
        ReadOnlySpan<float> targets = labelled.Targets;
        ReadOnlySpan<float> weights = labelled.Weights;
        double accuracy = ClassMetrics.Accuracy(logits, targets, weights);
        double macroF1 = ClassMetrics.MacroF1(logits, targets, weights, out double ofMacroF1);
        double logLoss = ClassMetrics.LogLoss(logits, targets, weights);
        return
        [
            new("accuracy", accuracy, HigherIsBetter: true)
            {
                Interval = ConfidenceInterval.ForProportion(accuracy, EffectiveRows.Count(targets.Length, weights)),
            },
            new("macroF1", macroF1, HigherIsBetter: true) { Interval = ConfidenceInterval.Around(macroF1, ofMacroF1, 0, 1) },
            new("logLoss", logLoss, HigherIsBetter: false)
            {
                Interval = ConfidenceInterval.Around(logLoss, ClassMetrics.LogLossError(logits, targets, weights, logLoss), lowest: 0),
            },
        ];
    }

    /// <summary>The probability of each class: the softmax of the logits.</summary>
    public double[] Predict(ReadOnlySpan<float> logits)
    {
        double[] probabilities = new double[logits.Length];
        for (int start = 0; start < logits.Length; start += Outputs)
        {
            ReadOnlySpan<float> row = logits.Slice(start, Outputs);
            Span<double> ofRow = probabilities.AsSpan(start, Outputs);
            float largest = float.NegativeInfinity;
            foreach (float logit in row)
            {
                largest = Math.Max(largest, logit);
            }

            double sum = 0;
            for (int index = 0; index < row.Length; index++)
            {
                ofRow[index] = Math.Exp((double)row[index] - largest);
                sum += ofRow[index];
            }

            for (int index = 0; index < row.Length; index++)
            {
                ofRow[index] /= sum;
            }
        }

        return probabilities;
    }
}
