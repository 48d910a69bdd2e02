namespace MmoePipeline.Reporting;

/// <summary>Points in a plane, coloured by series.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="XAxis">What the horizontal axis is.</param>
/// <param name="YAxis">What the vertical axis is.</param>
/// <param name="Series">The points.</param>
public sealed record ScatterChart(string Title, string Caption, string XAxis, string YAxis, ImmutableArray<PointSeries> Series)
    : ReportFigure(Title, Caption);
