using MmoePipeline.Configuration;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>Checks the columns that a run names against those of the table.</summary>
internal static class TableColumns
{
    /// <summary>Columns that the table lacks, and labels that are features too.</summary>
    /// <param name="there">The table's columns.</param>
    /// <param name="table">What a person knows the table by.</param>
    /// <param name="features">The features.</param>
    /// <param name="tasks">The tasks.</param>
    public static IEnumerable<Problem> Problems(
        ImmutableArray<string> there, string table, FeatureOptions features, ImmutableArray<ITask> tasks) =>
    [
        .. features.Categorical.SelectMany((column, index) => Missing(column, $"data.features.categorical.{index}", there, table)),
        .. features.Numeric.SelectMany((column, index) => Missing(column, $"data.features.numeric.{index}", there, table)),
        .. tasks.SelectMany((task, index) => Missing(task.Label, $"tasks.{index}.label", there, table)),
        .. tasks.SelectMany((task, index) => task.WeightColumn is { } column ? Missing(column, $"tasks.{index}.weight", there, table) : []),
        .. tasks.SelectMany((task, index) => task.GroupColumn is { } column ? Missing(column, $"tasks.{index}.group", there, table) : []),
        .. tasks.SelectMany((task, index) => features.Categorical.Contains(task.Label) || features.Numeric.Contains(task.Label)
            ? [new Problem(
                DataCodes.LabelIsFeature,
                $"tasks.{index}.label",
                $"the column '{task.Label}' is also a feature, and a label among the features predicts itself; remove it from data.features.")]
            : Array.Empty<Problem>()),
    ];

    /// <summary>A column that the table lacks.</summary>
    /// <param name="column">The column.</param>
    /// <param name="path">Where a person named it.</param>
    /// <param name="there">The table's columns.</param>
    /// <param name="table">What a person knows the table by.</param>
    public static IEnumerable<Problem> Missing(string column, string path, ImmutableArray<string> there, string table)
    {
        if (!there.Contains(column))
        {
            string hint = NearestName.Find(column, there) is { } near
                ? $"did you mean '{near}'?{(near.Equals(column, StringComparison.OrdinalIgnoreCase) ? " Upper and lower case differ." : "")}"
                : $"its columns are {string.Join(", ", there)}.";
            yield return new Problem(DataCodes.NoSuchColumn, path, $"{table} has no column '{column}'; {hint}");
        }
    }
}
