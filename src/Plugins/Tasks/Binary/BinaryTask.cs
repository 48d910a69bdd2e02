using MmoePipeline.Composition;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>Yes or no: the probability that the label is the positive one.</summary>
/// <remarks>
/// <para>
/// The loss is the mean binary cross entropy of the logits over the rows that have a label, <c>sum(w l) / sum(w)</c>, where w is
/// the row's weight, times <c>positiveWeight</c> for a positive row.
/// </para>
/// <para>
/// Metrics: <c>auc</c>; <c>logLoss</c>; <c>groupedAuc</c> where there is a column of groups, the mean AUC within a group (Zhou et
/// al., KDD 2018); <c>calibration</c>, mean predicted over mean observed; and <c>expectedCalibrationError</c> in 10 bins (Guo et
/// al., ICML 2017). Rows count by their weight.
/// </para>
/// <para>When to use it: clicks, purchases, and whatever else happens or doesn't.</para>
/// </remarks>
[Plugin("binary")]
public sealed class BinaryTask(BinaryTaskOptions options) : ITask
{
    private static readonly Scalar One = 1;

    private readonly Scalar _extraOfPositive = options.PositiveWeight - 1;
    private readonly bool _countsRowsAlike =
        options is { Missing: MissingLabels.Refuse, Weight: null, PositiveWeight: 1 };

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public string Label => options.Label;

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Encoding => $"binary:{options.Missing}:{options.Positive}";

    /// <inheritdoc/>
    public string? WeightColumn => options.Weight;

    /// <inheritdoc/>
    public string? GroupColumn => options.Group;

    /// <inheritdoc/>
    public bool TryEncode(string? label, out float target, out string problem)
    {
        if (label is null)
        {
            return MissingLabel.TryEncode(options.Missing, out target, out problem);
        }

        target = label == options.Positive ? 1 : 0;
        problem = "";
        return true;
    }

    /// <inheritdoc/>
    public string? FindFault(ReadOnlySpan<float> targets) =>
        !targets.Contains(1f) ? $"no row has the positive label '{options.Positive}'"
        : !targets.Contains(0f) ? $"all rows have the positive label '{options.Positive}'"
        : null;

    /// <inheritdoc/>
    public torch.Tensor Loss(TaskBatch batch)
    {
        torch.Tensor logits = batch.Logits.squeeze(1);
        if (_countsRowsAlike)
        {
            return torch.nn.functional.binary_cross_entropy_with_logits(logits, batch.Targets);
        }

        torch.Tensor targets = RowMean.Targets(batch.Targets);
        torch.Tensor weights = RowMean.Weights(batch);
        return RowMean.Of(
            torch.nn.functional.binary_cross_entropy_with_logits(logits, targets, reduction: torch.nn.Reduction.None),
            options.PositiveWeight == 1 ? weights : weights.mul(targets.mul(_extraOfPositive).add(One)));
    }

    /// <inheritdoc/>
    public ImmutableArray<TaskMetric> Evaluate(TaskRows rows)
    {
        TaskRows labelled = rows.Labelled();
        ReadOnlySpan<float> logits = labelled.Logits;
        ReadOnlySpan<float> targets = labelled.Targets;
        ReadOnlySpan<float> weights = labelled.Weights;
        ImmutableArray<TaskMetric> metrics =
        [
            new("auc", RankingMetrics.Auc(logits, targets, weights), HigherIsBetter: true),
            new("logLoss", ProbabilityMetrics.LogLoss(logits, targets, weights), HigherIsBetter: false),
            new("calibration", ProbabilityMetrics.Calibration(logits, targets, weights), HigherIsBetter: null),
            new("expectedCalibrationError", ProbabilityMetrics.ExpectedCalibrationError(logits, targets, weights), HigherIsBetter: false),
        ];
        return options.Group is null
            ? metrics
            : metrics.Add(new("groupedAuc", RankingMetrics.GroupedAuc(logits, targets, labelled.Groups, weights), HigherIsBetter: true));
    }

    /// <inheritdoc/>
    public double[] Probabilities(ReadOnlySpan<float> logits)
    {
        double[] probabilities = new double[logits.Length];
        for (int row = 0; row < logits.Length; row++)
        {
            probabilities[row] = 1 / (1 + Math.Exp(-(double)logits[row]));
        }

        return probabilities;
    }
}
