using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using MmoePipeline.Composition;
using MmoePipeline.Data;
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
/// <para>
/// Labels are compared as they are written: <c>1</c>, <c>1.0</c> and <c>true</c> are three labels. A column of the positive label and one other needs
/// no more. Of several others all are negative, and they are reported with the numbers of their rows: name the negative ones in <c>negative</c>, and
/// rows with others can't be used; or set <c>others</c> to <c>negative</c> for one value against all others, or to <c>refuse</c>. The positive label
/// in another form of writing and texts such as <c>nan</c> are always refused where <c>negative</c> doesn't name them. An empty label is missing.
/// </para>
/// <para>When to use it: clicks, purchases, and whatever else happens or doesn't.</para>
/// </remarks>
[Plugin("binary")]
public sealed class BinaryTask(BinaryTaskOptions options) : ITask
{
    /// <summary>Labels that a message shows.</summary>
    private const int Shown = 5;

    /// <summary>How other programs write a missing value where a text is expected; never a negative label by chance.</summary>
    private static readonly FrozenSet<string> MissingTexts = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "nan", "null", "<na>", @"\n");

    private static readonly Scalar One = 1;

    private readonly Scalar _extraOfPositive = options.PositiveWeight - 1;
    private readonly bool _countsRowsAlike =
        options is { Rows: { Missing: MissingLabels.Refuse, Weight: null }, PositiveWeight: 1 };

    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public string Label => options.Label;

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Encoding =>
        $"binary:{options.Rows.Missing}:{options.Others}:{JsonSerializer.Serialize(options.Negative)}:{JsonSerializer.Serialize(options.Positive)}";

    /// <inheritdoc/>
    public string? WeightColumn => options.Rows.Weight;

    /// <inheritdoc/>
    public string? GroupColumn => options.Group;

    /// <inheritdoc/>
    public bool TryEncode(string? label, out float target, out string problem)
    {
        if (label is null || (label.Length == 0 && options.Positive.Length > 0 && !options.Negative.Contains("")))
        {
            return MissingLabel.TryEncode(options.Rows.Missing, out target, out problem);
        }

        bool isPositive = label == options.Positive;
        bool isKnown = isPositive || options.Negative.IsEmpty || options.Negative.Contains(label);
        target = !isKnown ? float.NaN : isPositive ? 1 : 0;
        problem = isKnown ? ""
            : $"expected {CellText.Quote(options.Positive)} or {string.Join(" or ", options.Negative.Take(Shown).Select(CellText.Quote))}"
                + $"{(options.Negative.Length > Shown ? " or another negative label" : "")}, found {CellText.Quote(label)}";
        return isKnown;
    }

    /// <inheritdoc/>
    public string? FindFault(ReadOnlySpan<float> targets) =>
        !targets.Contains(1f) ? $"no row has the positive label '{options.Positive}'"
        : !targets.Contains(0f) ? $"all rows have the positive label '{options.Positive}'"
        : null;

    /// <summary>
    /// A label that may not be a negative one: a third value, if <c>others</c> refuses it; the positive label in another form of writing; or a text
    /// that stands for a missing value.
    /// </summary>
    public string? FindLabelFault(ImmutableArray<LabelCount> labels)
    {
        ImmutableArray<LabelCount> others = OthersOf(labels);
        if (!options.Negative.IsEmpty || others.Length == labels.Length)
        {
            return null;
        }

        string? variant = others.Select(count => count.Label)
            .FirstOrDefault(label => CellText.Normalise(label) == CellText.Normalise(options.Positive));
        string? missing = others.Select(count => count.Label).FirstOrDefault(label => MissingTexts.Contains(CellText.Normalise(label)));
        if (variant is null && missing is null && (others.Length < 2 || options.Others != OtherLabels.Refuse))
        {
            return null;
        }

        return $"expected the positive label {CellText.Quote(options.Positive)} and {(options.Others == OtherLabels.Refuse ? "one other label" : "negative labels")}, found "
            + Describe(others)
            + (variant is null ? "" : $"; {CellText.Quote(variant)} is {CellText.Quote(options.Positive)} in another form of writing: write both in one way in the table")
            + (missing is null ? "" : $"; {CellText.Quote(missing)} is a missing value elsewhere: leave the value empty in the table")
            + "; otherwise name the negative labels in \"negative\", which makes rows with other labels unusable"
            + (options.Others == OtherLabels.Refuse ? ", or set \"others\" to \"negative\"" : "");
    }

    /// <summary>Several labels that are negative without having been named.</summary>
    public string? FindLabelRemark(ImmutableArray<LabelCount> labels) =>
        options is { Others: OtherLabels.Report, Negative.IsEmpty: true } && OthersOf(labels) is { Length: > 1 } others
            ? $"labels other than {CellText.Quote(options.Positive)} count as negative: {Describe(others)}; name the negative labels in \"negative\", which makes "
                + "rows with other labels unusable, or set \"others\" to \"negative\", which takes all of them"
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
        return RowMean.Compute(
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

    private ImmutableArray<LabelCount> OthersOf(ImmutableArray<LabelCount> labels) => [.. labels.Where(count => count.Label != options.Positive)];

    private static string Describe(ImmutableArray<LabelCount> labels) =>
        string.Join(", ", labels.Take(Shown).Select(
            count => string.Create(CultureInfo.InvariantCulture, $"{CellText.Quote(count.Label)} in {count.Rows:N0} {(count.Rows == 1 ? "row" : "rows")}")))
        + (labels.Length > Shown ? ", ..." : "");
}
