namespace MmoePipeline.Reporting.Content;

/// <summary>A section of a page of several runs: tables of words, then charts.</summary>
/// <param name="Title">The title.</param>
/// <param name="Paragraphs">What is shown, how to read it.</param>
/// <param name="Tables">Tables of words.</param>
/// <param name="Figures">Charts and tables of figures.</param>
internal sealed record PageSection(
    string Title, ImmutableArray<string> Paragraphs, ImmutableArray<WordTable> Tables, ImmutableArray<ReportFigure> Figures);
