using MmoePipeline.Events;
using MmoePipeline.Reporting.Content;

namespace MmoePipeline.Reporting.Sections;

/// <summary>The section of the network's size.</summary>
internal static class NetworkSection
{
    /// <summary>A chart and a table of the parts.</summary>
    public static ReportSection Of(ImmutableArray<PartParameters> parts)
    {
        double total = parts.Sum(part => part.Parameters);
        return new ReportSection(
            "Network",
            $"{FigureText.Of(total)} trained values, by the parts of the network.",
            [
                new BarChart(
                    "Parameters",
                    "Trained values of each part.",
                    "part",
                    "trained values",
                    [.. parts.Select(part => part.Part)],
                    [new ValueSeries("trained values", [.. parts.Select(part => (double?)part.Parameters)])]),
                new FigureTable(
                    "Parameters by part",
                    "",
                    ["part", "trained values", "per cent"],
                    [.. parts.Select(part => part.Part)],
                    [.. parts.Select(part => ImmutableArray.Create<double?>(part.Parameters, 100 * part.Parameters / total))]),
            ]);
    }
}
