namespace MmoePipeline.Events;

/// <summary>How a numeric feature is encoded.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Mean">The mean over the training rows, of log(1 + x) or x by <c>data.features.numericScale</c>.</param>
/// <param name="StandardDeviation">The standard deviation over the training rows; 1 where the column is constant.</param>
/// <param name="IsConstant">Whether all training rows have one value, so that nothing can be learnt from the column.</param>
/// <param name="MissingRows">The rows, of all splits, that have no value and got the mean.</param>
public sealed record NumericFeature(string Column, double Mean, double StandardDeviation, bool IsConstant, long MissingRows);
