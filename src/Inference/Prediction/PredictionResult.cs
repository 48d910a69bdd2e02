namespace MmoePipeline.Inference.Prediction;

/// <summary>What became of a prediction.</summary>
/// <param name="Output">The full path of the file.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Epoch">The epoch, from 1, whose weights predicted.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Differences">How the rows differ from those of training, column by column.</param>
internal sealed record PredictionResult(
    string Output,
    ImmutableArray<string> Columns,
    long Rows,
    int Epoch,
    TimeSpan Elapsed,
    ImmutableArray<FeatureDifference> Differences);
