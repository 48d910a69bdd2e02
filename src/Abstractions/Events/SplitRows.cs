namespace MmoePipeline.Events;

/// <summary>The rows of a split.</summary>
/// <param name="Split"><c>training</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Rows">The number of rows that are used.</param>
/// <param name="Description">What they have in common, such as their period; null where the split says nothing.</param>
public sealed record SplitRows(string Split, long Rows, string? Description);
