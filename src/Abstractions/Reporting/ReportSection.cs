namespace MmoePipeline.Reporting;

/// <summary>A section of the report.</summary>
/// <param name="Title">The title.</param>
/// <param name="Text">A paragraph for a person: what is shown, how to read it.</param>
/// <param name="Figures">Charts and tables, in order.</param>
public sealed record ReportSection(string Title, string Text, ImmutableArray<ReportFigure> Figures);
