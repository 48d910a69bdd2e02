namespace MmoePipeline.Host.Prediction;

/// <summary>What became of a prediction.</summary>
/// <param name="Output">The full path of the file.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Epoch">The epoch, from 1, whose weights predicted.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Unseen">For each categorical column the rows whose value no training row had.</param>
internal sealed record PredictionResult(
    string Output,
    ImmutableArray<string> Columns,
    long Rows,
    int Epoch,
    TimeSpan Elapsed,
    ImmutableArray<(string Column, long Rows)> Unseen);
