namespace MmoePipeline.Data;

/// <summary>A row that can't be split into values, for instance one with too few.</summary>
/// <param name="Row">The row of the chunk, from 0.</param>
/// <param name="Reason">What is wrong and what would be right, without the place: <c>has 2 values, 3 are due</c>.</param>
/// <param name="Text">What was read, as far as it could be.</param>
public readonly record struct UnreadableRow(int Row, string Reason, string Text);
