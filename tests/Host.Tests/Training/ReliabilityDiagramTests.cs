using MmoePipeline.Engine.Metrics;
using MmoePipeline.Events;
using MmoePipeline.Plugins.Tasks.Binary;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Training;

public sealed class ReliabilityDiagramTests
{
    /// <summary>30 rows in 15 bins of 2, by a loop over rows that are sorted already.</summary>
    [Fact]
    public void Bins_are_those_of_a_plain_loop()
    {
        float[] logits = [.. Enumerable.Range(0, 30).Select(row => (row - 15) / 4f)];
        float[] targets = [.. Enumerable.Range(0, 30).Select(row => row % 7 < 3 ? 1f : 0f)];
        float[] weights = [.. Enumerable.Range(0, 30).Select(row => 1f + (row % 3))];
        int[] shuffled = [.. Enumerable.Range(0, 30).Select(row => row * 7 % 30)];
        ImmutableArray<CalibrationBin> bins = Bins(
            [.. shuffled.Select(row => logits[row])], [.. shuffled.Select(row => targets[row])], [.. shuffled.Select(row => weights[row])]);
        Assert.Equal(15, bins.Length);
        for (int bin = 0; bin < 15; bin++)
        {
            double total = 0, predicted = 0, observed = 0;
            for (int row = 2 * bin; row < (2 * bin) + 2; row++)
            {
                total += weights[row];
                predicted += weights[row] * (1 / (1 + Math.Exp(-logits[row])));
                observed += weights[row] * targets[row];
            }

            Assert.Equal(2, bins[bin].Rows);
            Assert.Equal(predicted / total, bins[bin].Predicted, 1e-12);
            Assert.Equal(observed / total, bins[bin].Observed, 1e-12);
        }
    }

    [Fact]
    public void Equal_predictions_stay_together_and_rows_without_a_label_do_not_count()
    {
        float[] logits = [.. Enumerable.Repeat(0f, 40), 2, 2, 5];
        float[] targets = [.. Enumerable.Range(0, 40).Select(row => row < 10 ? 1f : 0f), 1, 0, float.NaN];
        ImmutableArray<CalibrationBin> bins = Bins(logits, targets);
        Assert.Equal([new CalibrationBin(0.5, 0.25, 40), new CalibrationBin(1 / (1 + Math.Exp(-2)), 0.5, 2)], bins.AsEnumerable());
    }

    [Fact]
    public void Without_rows_or_with_a_logit_that_is_no_number_there_is_none()
    {
        Assert.Empty(Bins([], []));
        Assert.Empty(Bins([1], [float.NaN]));
        Assert.Empty(Bins([float.NaN, 1], [1, 0]));
    }

    /// <summary>The bins of the binary task's predictions, rows without a label left out.</summary>
    private static ImmutableArray<CalibrationBin> Bins(float[] logits, float[] targets, float[]? weights = null)
    {
        TaskRows labelled = new TaskRows(logits, targets) { Weights = weights ?? [] }.Labelled();
        var task = new BinaryTask(new BinaryTaskOptions { Name = "click", Label = "clicked", Positive = "1" });
        return ReliabilityDiagram.Of(task.Probabilities(labelled.Logits), labelled.Targets, labelled.Weights);
    }
}
