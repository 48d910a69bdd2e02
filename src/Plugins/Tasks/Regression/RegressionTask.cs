using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Statistics;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Plugins.Tasks.Regression;

/// <summary>A number: the distance between prediction and label is made small.</summary>
/// <remarks>
/// <para>
/// With prediction z and label y, the loss of a row is <c>(z - y)^2</c>; for <c>huber</c> it is <c>(z - y)^2 / 2</c> where
/// <c>|z - y| &lt;= delta</c>, else <c>delta (|z - y| - delta / 2)</c> (Huber, Robust Estimation of a Location Parameter, Annals of
/// Mathematical Statistics 1964); for <c>log</c> it is <c>(z - log(1 + y))^2</c>, and <c>exp(z) - 1</c> is predicted. A batch's
/// loss is the mean over the rows that have a label, by their weights: <c>sum(w l) / sum(w)</c>.
/// </para>
/// <para>
/// Metrics: <c>rmse</c> and <c>mae</c>, in the label's own unit. Rows count by their weight. Each has a 95 % interval,
/// <c>value ± 1.96 standard errors</c> with rows as independent: of <c>mae</c> the standard error of a mean over rows, of <c>rmse</c> the same of the
/// squares by the delta method. Labels with a few that are far off need more rows than that for an interval that holds.
/// </para>
/// <para>
/// When to use it: amounts, durations, ages. Labels are not scaled: the squared loss of large numbers outweighs other tasks', and
/// <c>log</c>, or a weight of the loss, brings them together. Huber is for labels with a few that are far off.
/// </para>
/// </remarks>
[Plugin("regression")]
public sealed class RegressionTask(RegressionTaskOptions options) : ITask
{
    /// <inheritdoc/>
    public string Name => options.Name;

    /// <inheritdoc/>
    public string Label => options.Label;

    /// <inheritdoc/>
    public int Outputs => 1;

    /// <inheritdoc/>
    public string Encoding => $"regression:{options.Rows.Missing}:{(options.Loss == RegressionLoss.Log ? "above -1" : "any")}";

    /// <inheritdoc/>
    public string? WeightColumn => options.Rows.Weight;

    /// <inheritdoc/>
    public bool TryEncode(string? label, out float target, out string problem)
    {
        if (string.IsNullOrEmpty(label))
        {
            return MissingLabel.TryEncode(options.Rows.Missing, out target, out problem);
        }

        bool isNumber = float.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out target) && float.IsFinite(target);
        problem = !isNumber ? $"expected a finite number of at most 3.4028235E+38 in size, found {CellText.Quote(label)}"
            : options.Loss == RegressionLoss.Log && target <= -1 ? $"expected a number above -1, found {CellText.Quote(label)}, because the loss is log"
            : "";
        return problem.Length == 0;
    }

    /// <inheritdoc/>
    public string? FindFault(ReadOnlySpan<float> targets)
    {
        foreach (float target in targets)
        {
            if (!float.IsNaN(target))
            {
                return null;
            }
        }

        return "no row has a label";
    }

    /// <inheritdoc/>
    public torch.Tensor Loss(TaskBatch batch)
    {
        torch.Tensor predictions = batch.Logits.squeeze(1);
        if (options.Rows is { Missing: MissingLabels.Refuse, Weight: null })
        {
            return Losses(predictions, batch.Targets, torch.nn.Reduction.Mean);
        }

        return RowMean.Compute(
            Losses(predictions, RowMean.Targets(batch.Targets), torch.nn.Reduction.None), RowMean.Weights(batch));
    }

    /// <inheritdoc/>
    public ImmutableArray<TaskMetric> Evaluate(TaskRows rows)
    {
        TaskRows labelled = rows.Labelled();
        ReadOnlySpan<double> predictions = Predict(labelled.Logits);
        ReadOnlySpan<float> targets = labelled.Targets;
        ReadOnlySpan<float> weights = labelled.Weights;
        double rmse = DistanceMetrics.RootMeanSquare(predictions, targets, weights);
        double mae = DistanceMetrics.MeanAbsolute(predictions, targets, weights);
        return
        [
            new("rmse", rmse, HigherIsBetter: false)
            {
                Interval = ConfidenceInterval.Around(rmse, DistanceMetrics.RootMeanSquareError(predictions, targets, weights, rmse), lowest: 0),
            },
            new("mae", mae, HigherIsBetter: false)
            {
                Interval = ConfidenceInterval.Around(mae, DistanceMetrics.MeanAbsoluteError(predictions, targets, weights, mae), lowest: 0),
            },
        ];
    }

    /// <summary>The predicted numbers, in the label's own unit.</summary>
    public double[] Predict(ReadOnlySpan<float> logits)
    {
        double[] predictions = new double[logits.Length];
        for (int row = 0; row < predictions.Length; row++)
        {
            predictions[row] = options.Loss == RegressionLoss.Log ? Math.Exp(logits[row]) - 1 : logits[row];
        }

        return predictions;
    }

    private torch.Tensor Losses(torch.Tensor predictions, torch.Tensor targets, torch.nn.Reduction reduction) => options.Loss switch
    {
        RegressionLoss.Squared => torch.nn.functional.mse_loss(predictions, targets, reduction),
        RegressionLoss.Huber => torch.nn.functional.huber_loss(predictions, targets, options.Delta, reduction),
        RegressionLoss.Log => torch.nn.functional.mse_loss(predictions, targets.log1p(), reduction),
        _ => throw new NotSupportedException($"{options.Loss} is no known loss."),
    };
}
