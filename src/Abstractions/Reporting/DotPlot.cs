namespace MmoePipeline.Reporting;

/// <summary>Dots in rows, each at its value: how far a few values of each row are apart. A bar marks each row's mean.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="XAxis">What the values are.</param>
/// <param name="YAxis">What the rows are.</param>
/// <param name="Columns">The names of a row's dots.</param>
/// <param name="Rows">The rows' names, from the top.</param>
/// <param name="Values">Row by row, a value for each column; null where there is none.</param>
public sealed record DotPlot(
    string Title,
    string Caption,
    string XAxis,
    string YAxis,
    ImmutableArray<string> Columns,
    ImmutableArray<string> Rows,
    ImmutableArray<ImmutableArray<double?>> Values) : ReportFigure(Title, Caption);
