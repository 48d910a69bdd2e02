using System.Globalization;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>The table of a study's claims.</summary>
internal static class StudyTable
{
    private const int Columns = 100;

    /// <summary>Writes the table.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="result">The study.</param>
    public static void Write(IAnsiConsole console, StudyResult result)
    {
        // Where nobody sees a screen, lines have no end, and cells would not be broken.
        int width = console.Profile.Width;
        console.Profile.Width = Math.Min(width, Columns);
        console.MarkupLineInterpolated($"[bold]{result.Study.Name}: {result.Study.Options.Title}[/]");
        Table table = new Table().Border(TableBorder.Rounded).ShowRowSeparators()
            .AddColumn(new TableColumn("claim").Width(34)).AddColumn("measurement").AddColumn(new TableColumn("verdict").Width(15));
        foreach (ClaimResult claim in result.Claims)
        {
            table.AddRow(Markup.Escape(claim.Claim.Text), Markup.Escape(claim.Measurement), $"[{Colour(claim.Verdict)}]{claim.Words}[/]");
        }

        console.Write(table);
        int runs = result.Variants.Sum(variant => variant.Runs.Length);
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"{result.Variants.Length} variants, {runs} runs, {result.Elapsed.TotalMinutes:F1} minutes of runs; intervals are of 95 %{(result.IsQuick ? "; the quick form" : "")}");
        foreach ((string variant, FailedRun run) in result.Failures)
        {
            console.MarkupLineInterpolated($"[red]missing: {variant} with seed {run.Seed}: {run.Message}[/]");
        }

        console.Profile.Width = width;
    }

    private static string Colour(ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Holds => "green",
        ClaimVerdict.DoesNotHold => "red",
        ClaimVerdict.NotMeasured => "red",
        _ => "yellow",
    };
}
