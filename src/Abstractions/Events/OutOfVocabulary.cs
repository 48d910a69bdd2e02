namespace MmoePipeline.Events;

/// <summary>How many rows have a value of a categorical feature that has no embedding of its own: training rows had it never or seldom.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="TrainingRows">The training rows.</param>
/// <param name="ValidationRows">The validation rows.</param>
/// <param name="TestRows">The test rows.</param>
/// <param name="Warning">Why there are suspiciously many among validation and test rows; null where there are not.</param>
public sealed record OutOfVocabulary(string Column, long TrainingRows, long ValidationRows, long TestRows, string? Warning);
