using MmoePipeline.Composition;
using MmoePipeline.Statistics;
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
/// <para>
/// Each has a 95 % interval, <c>value ± 1.96 standard errors</c> within the metric's range, but <c>expectedCalibrationError</c>, whose value of few
/// rows is too high in the mean. <c>auc</c>: DeLong et al., Biometrics 1988. <c>logLoss</c>: the standard error of a mean over rows.
/// <c>calibration</c>: of a ratio of means, by the delta method. <c>groupedAuc</c>: of a mean over groups. Intervals take rows (groups) as
/// independent, and a row of weight 2 as one row that counts twice. A value whose error is 0, such as an area of exactly 1, and less than two rows of a
/// class have none.
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
        double auc = RankingMetrics.Auc(logits, targets, weights, out double ofAuc);
        double logLoss = ProbabilityMetrics.LogLoss(logits, targets, weights);
        double calibration = ProbabilityMetrics.Calibration(logits, targets, weights);
        ImmutableArray<TaskMetric> metrics =
        [
            new("auc", auc, HigherIsBetter: true) { Interval = ConfidenceInterval.Around(auc, ofAuc, 0, 1) },
            new("logLoss", logLoss, HigherIsBetter: false)
            {
                Interval = ConfidenceInterval.Around(logLoss, ProbabilityMetrics.LogLossError(logits, targets, weights, logLoss), lowest: 0),
            },
            new("calibration", calibration, HigherIsBetter: null)
            {
                Interval = ConfidenceInterval.Around(
                    calibration, ProbabilityMetrics.CalibrationError(logits, targets, weights, calibration), lowest: 0),
            },
            new("expectedCalibrationError", ProbabilityMetrics.ExpectedCalibrationError(logits, targets, weights), HigherIsBetter: false),
        ];
        if (options.Group is null)
        {
            return metrics;
        }

        double groupedAuc = RankingMetrics.GroupedAuc(logits, targets, labelled.Groups, weights, out double ofGroupedAuc);
        return metrics.Add(new("groupedAuc", groupedAuc, HigherIsBetter: true)
        {
            Interval = ConfidenceInterval.Around(groupedAuc, ofGroupedAuc, 0, 1),
        });
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
