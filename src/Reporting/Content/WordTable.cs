namespace MmoePipeline.Reporting.Content;

/// <summary>A table of words and figures that are written as they are to be read.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">Row by row a cell for each column. A row of one cell is a heading of the rows below it.</param>
internal sealed record WordTable(
    string Title, string Caption, ImmutableArray<string> Columns, ImmutableArray<ImmutableArray<WordCell>> Rows);
