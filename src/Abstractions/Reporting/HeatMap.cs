namespace MmoePipeline.Reporting;

/// <summary>Values of a grid as colours.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="XAxis">What the columns are.</param>
/// <param name="YAxis">What the rows are.</param>
/// <param name="Columns">The columns' names.</param>
/// <param name="Rows">The rows' names, from the top.</param>
/// <param name="Values">Row by row; null where there is none.</param>
/// <param name="Minimum">The value of the first colour.</param>
/// <param name="Maximum">The value of the last colour.</param>
public sealed record HeatMap(
    string Title,
    string Caption,
    string XAxis,
    string YAxis,
    ImmutableArray<string> Columns,
    ImmutableArray<string> Rows,
    ImmutableArray<ImmutableArray<double?>> Values,
    double Minimum,
    double Maximum) : ReportFigure(Title, Caption);
