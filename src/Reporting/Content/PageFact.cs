namespace MmoePipeline.Reporting.Content;

/// <summary>A name and its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value as text.</param>
internal sealed record PageFact(string Name, string Value);
