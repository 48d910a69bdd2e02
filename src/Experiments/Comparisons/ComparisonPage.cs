using System.Globalization;
using MmoePipeline.Experiments.Statistics;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Reporting.Pages;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>Makes <c>compare.html</c>: the variants side by side.</summary>
internal static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="file">The page's path; links to reports are told from its folder.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="shown">The metrics that are drawn.</param>
    /// <param name="seeds">The seeds that were asked for.</param>
    /// <exception cref="BadInputException">A file of a run is broken or not there.</exception>
    public static void Write(string file, Comparison comparison, ImmutableArray<string> shown, ImmutableArray<ulong> seeds) =>
        DurableFile.WriteText(file, Content(Path.GetDirectoryName(file)!, comparison, shown, seeds).Html());

    /// <summary>What the page shows.</summary>
    /// <param name="folder">The page's folder.</param>
    /// <param name="comparison">The comparison.</param>
    /// <param name="shown">The metrics that are drawn.</param>
    /// <param name="seeds">The seeds that were asked for.</param>
    /// <exception cref="BadInputException">A file of a run is broken or not there.</exception>
    public static SectionsPage Content(string folder, Comparison comparison, ImmutableArray<string> shown, ImmutableArray<ulong> seeds)
    {
        ImmutableArray<VariantFiles> files = [.. comparison.Variants.Select(VariantFiles.Read)];
        return new SectionsPage(
            $"Comparison: {string.Join(", ", comparison.Variants.Select(variant => variant.Variant.Name))}",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{comparison.Variants.Length} variants with {(seeds.Length == 1 ? "one seed" : $"{seeds.Length} seeds")} each ({string.Join(", ", seeds)}); "
                + $"{(comparison.Missing == 0 ? "every run came to its end" : $"{comparison.Missing} of the runs have no result")}."),
            [
                new PageSection(
                    "Comparison",
                    ComparisonText.Notes(comparison, seeds.Length),
                    [
                        ComparisonTables.Variants(comparison, seeds.Length),
                        ComparisonTables.Metrics("Test metrics", "", comparison, metric => shown.Contains(metric.Metric)),
                    ],
                    []),
                new PageSection(
                    "Every seed",
                    ["Each dot is a run's test metric; the bar is the mean."],
                    [],
                    ComparisonFigures.Dots(comparison, shown, seeds)),
                new PageSection(
                    "Learning curves",
                    ["Validation metrics at the end of each epoch: the mean of a variant's runs that came to the epoch."],
                    [],
                    ComparisonFigures.Curves(files, shown)),
                new PageSection("Troubles", [], [ComparisonTables.Troubles(files)], []),
                new PageSection("Network", [], [], [ComparisonFigures.Parts(files)]),
                new PageSection(
                    "All metrics",
                    [],
                    [ComparisonTables.Metrics("Other test metrics", "", comparison, metric => !shown.Contains(metric.Metric))],
                    []),
                new PageSection("Runs", [], [ComparisonTables.Runs(folder, comparison)], []),
            ]);
    }
}
