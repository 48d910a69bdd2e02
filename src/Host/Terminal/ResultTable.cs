using System.Globalization;
using MmoePipeline.Engine.Training;
using MmoePipeline.Tasks;
using Spectre.Console;

namespace MmoePipeline.Host.Terminal;

/// <summary>The table of test metrics at the end of a run.</summary>
internal static class ResultTable
{
    /// <summary>Writes the table.</summary>
    public static void Write(IAnsiConsole console, RunResult result)
    {
        ImmutableArray<string> metrics =
            [.. result.Test.SelectMany(task => task.Metrics).Select(metric => metric.Name).Distinct()];
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("task");
        foreach (string metric in metrics)
        {
            table.AddColumn(new TableColumn($"test {Markup.Escape(metric)}").RightAligned());
        }

        foreach (Events.TaskMetrics task in result.Test)
        {
            table.AddRow([Markup.Escape(VisibleText.OnOneLine(task.Task)), .. metrics.Select(name => Cell(task.Metrics, name))]);
        }

        console.Write(table);
        console.MarkupLineInterpolated(
            CultureInfo.InvariantCulture,
            $"best epoch {result.BestEpoch} of {result.Epochs}, {result.Parameters:N0} parameters, {result.Elapsed.TotalSeconds:F1} s");
        console.WriteLine(Path.GetRelativePath(".", result.Folder));
    }

    private static string Cell(ImmutableArray<TaskMetric> metrics, string name) =>
        metrics.FirstOrDefault(metric => metric.Name == name)?.Value.ToString("F5", CultureInfo.InvariantCulture) ?? "";
}
