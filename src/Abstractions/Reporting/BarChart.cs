namespace MmoePipeline.Reporting;

/// <summary>Bars side by side; histograms too, with a bin for each category.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
/// <param name="XAxis">What the categories are.</param>
/// <param name="YAxis">What the bars' heights are.</param>
/// <param name="Categories">The categories.</param>
/// <param name="Series">For each colour a value for each category.</param>
public sealed record BarChart(
    string Title, string Caption, string XAxis, string YAxis, ImmutableArray<string> Categories, ImmutableArray<ValueSeries> Series)
    : ReportFigure(Title, Caption);
