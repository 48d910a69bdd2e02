using System.Globalization;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Leaks;

/// <summary>Searches encoded data for what would give the labels away.</summary>
internal static class LeakSearch
{
    /// <summary>Above this area, a single feature is suspicious.</summary>
    private const double Limit = 0.95;

    /// <summary>What was found, in the order of the features.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="tasks">The tasks that the table was encoded for.</param>
    /// <param name="cancellation">Ends the search between two features.</param>
    public static ImmutableArray<Problem> Find(EncodedTable table, ImmutableArray<ITask> tasks, CancellationToken cancellation)
    {
        var areas = new SingleColumnAuc(table);
        int[] binary = [.. Enumerable.Range(0, tasks.Length).Where(task => tasks[task].Probabilities([0f]) is not null)];
        SingleColumn[] columns = [.. SingleColumn.Of(table)];
        var found = new ImmutableArray<Problem>[columns.Length];
        Parallel.For(0, found.Length, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, column =>
        {
            double[] area = columns[column].Areas(areas, binary);
            found[column] =
            [
                .. binary.Index().Where(task => area[task.Index] > Limit)
                    .Select(task => OfColumn(table.PlaceOf(columns[column].Feature), columns[column].Feature, tasks[task.Item], area[task.Index])),
            ];
        });
        return [.. found.SelectMany(problems => problems), .. Weights(tasks, table.FeatureColumns), .. Shared(table)];
    }

    private static Problem OfColumn(string place, string column, ITask task, double area) => new(
        LeakCodes.ColumnGivesLabelAway,
        place,
        string.Create(
            CultureInfo.InvariantCulture,
            $"'{column}' alone has an AUC of {area:F3} for the task '{task.Name}' on the validation rows; expected at most {Limit:F2}. If it is known only after '{task.Label}', remove it: the model would be worth nothing in use."));

    private static IEnumerable<Problem> Weights(ImmutableArray<ITask> tasks, ImmutableArray<string> features) =>
        from task in tasks.Index()
        where task.Item.WeightColumn is { } weight && features.Contains(weight)
        select new Problem(
            LeakCodes.WeightIsFeature,
            $"tasks.{task.Index}.weight",
            $"the column '{task.Item.WeightColumn}' is also a feature; weights often follow from the label. Remove it from data.features.");

    private static IEnumerable<Problem> Shared(EncodedTable table)
    {
        if (SharedRows.Count(table) is { IsSuspicious: true } rows)
        {
            yield return new Problem(
                LeakCodes.SharedRows,
                "data.split",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rows.Shared:N0} of {rows.Rows:N0} test rows equal a training row in all features and labels, {(double)rows.Shared / rows.Rows:P1}; of the training rows themselves {(double)rows.Repeated / rows.TrainingRows:P1} have an equal. Are rows of the test copied into training?"));
        }
    }
}
