namespace MmoePipeline.Plugins.DataSources.Csv;

/// <summary>A row that the engine can't split.</summary>
/// <param name="Row">The row's number in the table, from 0.</param>
/// <param name="Code">The kind of problem.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Text">The row as it is in the file.</param>
internal readonly record struct RejectedRow(long Row, string Code, string Reason, string Text);
