using System.Globalization;
using MmoePipeline.Experiments.Comparisons;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Statistics;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>A comparison for a person at a terminal.</summary>
internal static class ComparisonTable
{
    /// <summary>Writes the tables and what has to be said of them.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="shown">The metrics that are shown; the page and the JSON form have all.</param>
    /// <param name="seeds">The number of seeds that were asked for.</param>
    public static void Write(IAnsiConsole console, Comparison comparison, ImmutableArray<string> shown, int seeds)
    {
        console.Write(Variants(comparison, seeds));
        console.Write(Metrics(comparison, shown));
        foreach (string note in ComparisonText.Notes(comparison, seeds))
        {
            console.WriteLine(note);
        }
    }

    private static Table Variants(Comparison comparison, int seeds)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns(
            new TableColumn("variant"),
            new TableColumn("parameters").RightAligned().NoWrap(),
            new TableColumn("seconds").RightAligned().NoWrap(),
            new TableColumn("runs").RightAligned().NoWrap(),
            new TableColumn("changes"));
        foreach (VariantResult variant in comparison.Variants)
        {
            double seconds = ComparisonText.MedianSeconds(variant);
            table.AddRow(
                Markup.Escape(variant.Variant.Name),
                variant.Runs.IsEmpty ? "" : variant.Runs[0].Parameters.ToString("N0", CultureInfo.InvariantCulture),
                double.IsNaN(seconds) ? "" : seconds.ToString("F1", CultureInfo.InvariantCulture),
                variant.Runs.Length == seeds ? $"{seeds}" : $"{variant.Runs.Length} of {seeds}",
                Markup.Escape(string.Join('\n', comparison.OwnSets(variant))));
        }

        return table;
    }

    private static Table Metrics(Comparison comparison, ImmutableArray<string> shown)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns(
            Column("task, metric, variant").NoWrap().PadRight(0),
            Column("mean ± deviation").RightAligned().NoWrap(),
            Column("difference").RightAligned().NoWrap(),
            Column("95 % interval").RightAligned().NoWrap(),
            Column("p").RightAligned().NoWrap().PadRight(0),
            Column("").PadRight(0));
        foreach (MetricComparison metric in comparison.Metrics.Where(metric => shown.Contains(metric.Metric)))
        {
            int decimals = ComparisonText.Decimals(metric);
            table.AddRow($"[bold]{Markup.Escape($"{metric.Task} {metric.Metric}")}[/]");
            foreach (VariantMetric variant in metric.Variants)
            {
                table.AddRow([
                    Markup.Escape($" {variant.Variant}"),
                    ComparisonText.Mean(variant, decimals),
                    .. variant.Difference is { } difference
                        ? new[]
                        {
                            ComparisonText.Difference(difference, decimals), ComparisonText.Interval(difference, decimals),
                            ComparisonText.P(difference), Coloured(variant.Verdict!.Value),
                        }
                        : [],
                ]);
            }
        }

        return table;

        // Close together, so that a line fits into a hundred columns.
        static TableColumn Column(string name) => new TableColumn(name).PadLeft(0).PadRight(1);
    }

    private static string Coloured(DifferenceVerdict verdict) => verdict switch
    {
        DifferenceVerdict.Better => "[green]better[/]",
        DifferenceVerdict.Worse => "[red]worse[/]",
        _ => ComparisonText.Of(verdict),
    };
}
