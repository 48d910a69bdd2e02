namespace MmoePipeline.Tasks;

/// <summary>How many rows of a table have a label.</summary>
/// <param name="Label">The label, as it is in the table.</param>
/// <param name="Rows">The number of rows, of all splits together.</param>
public readonly record struct LabelCount(string Label, long Rows);
