using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options;
using TorchSharp;

namespace MmoePipeline.Engine.Metrics;

/// <summary>Writes what a run predicts for its test rows, with the numbers of the rows in the table.</summary>
internal static class TestPredictions
{
    /// <summary>The column of the rows' numbers, from 0.</summary>
    public const string RowColumn = "row";

    private const int RowsAtOnce = 1 << 14;

    /// <summary>What to do with the network's outputs for the test rows.</summary>
    /// <returns>Takes the logits, <c>[rows, outputs]</c>; null where the run keeps no predictions.</returns>
    /// <param name="folder">The run's folder.</param>
    /// <param name="network">The network.</param>
    /// <param name="test">The test rows of a table.</param>
    public static Action<torch.Tensor>? Writer(RunFolder folder, TrainedNetwork network, EncodedRows test) => network.Configuration.Run.Predictions
        ? logits => Write(logits, folder.PredictionsFile, network, test.Numbers!)
        : null;

    private static void Write(torch.Tensor logits, string path, TrainedNetwork network, RowNumbers numbers)
    {
        RunConfiguration configuration = network.Configuration;
        var predictions = new TaskPredictions(configuration, network.Tasks, network.Outputs);
        using var file = PredictionFile.Create(
            path,
            [
                new PredictionColumn(RowColumn, PredictionColumnType.Integer),
                .. predictions.Columns.Select(column => new PredictionColumn(column, PredictionColumnType.Number)),
            ],
            overwrite: true);
        int row = 0;
        for (long first = 0; first < logits.size(0); first += RowsAtOnce)
        {
            using torch.Tensor block = logits.narrow(0, first, Math.Min(RowsAtOnce, logits.size(0) - first));
            double[] values = predictions.Of(block);
            for (int at = 0; at < values.Length; at += predictions.Columns.Length)
            {
                file.Write(numbers.Values[row++]);
                file.Write(values.AsSpan(at, predictions.Columns.Length));
                file.EndRow();
            }
        }

        file.Complete();
    }
}
