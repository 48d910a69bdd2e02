using System.Text.Json.Serialization;

namespace MmoePipeline.Reporting;

/// <summary>A chart or table of the report, as data: how it looks is the report's.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Caption">A sentence on how to read it.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LineChart), "lines")]
[JsonDerivedType(typeof(BarChart), "bars")]
[JsonDerivedType(typeof(HeatMap), "heat-map")]
[JsonDerivedType(typeof(ScatterChart), "scatter")]
[JsonDerivedType(typeof(DotPlot), "dots")]
[JsonDerivedType(typeof(FigureTable), "table")]
public abstract record ReportFigure(string Title, string Caption);
