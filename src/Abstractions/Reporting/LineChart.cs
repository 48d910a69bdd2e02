namespace MmoePipeline.Reporting;

/// <summary>Lines over a common axis.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="XAxis">What the horizontal axis is.</param>
/// <param name="YAxis">What the vertical axis is.</param>
/// <param name="Series">The lines.</param>
public sealed record LineChart(string Title, string Caption, string XAxis, string YAxis, ImmutableArray<PointSeries> Series)
    : ReportFigure(Title, Caption);
