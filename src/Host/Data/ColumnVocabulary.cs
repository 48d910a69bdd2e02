namespace MmoePipeline.Host.Data;

/// <summary>The values of a categorical column that the training rows have.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Values">
/// The values in ordinal order; the value at index i is encoded as i + 1, all others as 0. A missing value is the empty text.
/// </param>
internal sealed record ColumnVocabulary(string Column, ImmutableArray<string> Values);
