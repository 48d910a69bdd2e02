namespace MmoePipeline.Generators.Model;

/// <summary>A doc comment as plain text.</summary>
/// <param name="Summary">The summary on one line; empty where there is none.</param>
/// <param name="Remarks">The remarks, a line for each paragraph with an empty line between; empty where there are none.</param>
internal sealed record DocumentationModel(string Summary, string Remarks);
