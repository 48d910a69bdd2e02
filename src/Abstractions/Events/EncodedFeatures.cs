namespace MmoePipeline.Events;

/// <summary>How many of the values of a categorical column got an embedding of their own.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Values">The different values of the training rows.</param>
/// <param name="IsEstimate">Whether their number is an estimate, because there were too many to remember.</param>
/// <param name="Kept">The values that have an embedding of their own.</param>
/// <param name="RareRows">The training rows that have another value.</param>
/// <param name="HashBuckets">The embeddings over which other values are spread; 0 where they share one.</param>
public sealed record VocabularySize(string Column, long Values, bool IsEstimate, int Kept, long RareRows, int HashBuckets)
{
    /// <summary>The values that have none.</summary>
    public long Rare => Math.Max(Values - Kept, RareRows > 0 ? 1 : 0);
}

/// <summary>How a numeric feature is encoded.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">The mean over the training rows, of log(1 + x) or x by <c>data.features.numericScale</c>.</param>
/// <param name="StandardDeviation">The standard deviation over the training rows; 1 where the column is constant.</param>
/// <param name="IsConstant">Whether all training rows have one value, so that nothing can be learnt from the column.</param>
/// <param name="MissingRows">The rows, of all splits, that have no value and got the mean.</param>
public sealed record NumericFeature(string Column, double Mean, double StandardDeviation, bool IsConstant, long MissingRows);

/// <summary>How many rows have a value of a categorical feature that has no embedding of its own: training rows had it never or seldom.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="TrainingRows">The training rows.</param>
/// <param name="ValidationRows">The validation rows.</param>
/// <param name="TestRows">The test rows.</param>
/// <param name="Warning">Why there are suspiciously many among validation and test rows; null where there are not.</param>
public sealed record OutOfVocabulary(string Column, long TrainingRows, long ValidationRows, long TestRows, string? Warning);
