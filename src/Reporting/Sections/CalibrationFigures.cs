using System.Globalization;
using MmoePipeline.Events;

namespace MmoePipeline.Reporting.Sections;

/// <summary>Predicted probabilities of the binary tasks against what was observed.</summary>
internal static class CalibrationFigures
{
    /// <summary>A diagram and its figures; nothing where there is no binary task.</summary>
    /// <param name="tasks">The bins by task; an older run has none.</param>
    public static ImmutableArray<ReportFigure> Of(ImmutableArray<TaskCalibration> tasks)
    {
        ImmutableArray<TaskCalibration> seen = tasks.IsDefault ? [] : [.. tasks.Where(task => !task.Bins.IsEmpty)];
        return seen.IsEmpty ? [] : [Diagram(seen), Table(seen)];
    }

    private static ScatterChart Diagram(ImmutableArray<TaskCalibration> tasks)
    {
        ImmutableArray<double> diagonal = [.. Enumerable.Range(0, 21).Select(step => step / 20.0)];
        return new ScatterChart(
            "Calibration",
            "A point for each group of test rows with similar predictions, as many rows in each. Above the diagonal predictions are too low, below "
            + "it too high.",
            "predicted probability",
            "observed share",
            [
                .. tasks.Select(task => new PointSeries(
                    task.Task, [.. task.Bins.Select(bin => bin.Predicted)], [.. task.Bins.Select(bin => (double?)bin.Observed)])),
                new PointSeries("as predicted", diagonal, [.. diagonal.Select(value => (double?)value)]),
            ]);
    }

    private static FigureTable Table(ImmutableArray<TaskCalibration> tasks) => new(
        "Calibration by group",
        "The groups of the diagram: the mean prediction, the share of positive rows, and the number of rows.",
        ["task and group", "predicted", "observed", "rows"],
        [
            .. tasks.SelectMany(task => task.Bins.Select((_, bin) =>
                string.Create(CultureInfo.InvariantCulture, $"{task.Task} {bin + 1}"))),
        ],
        [.. tasks.SelectMany(task => task.Bins.Select(bin => ImmutableArray.Create<double?>(bin.Predicted, bin.Observed, bin.Rows)))]);
}
