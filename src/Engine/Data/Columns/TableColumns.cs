using MmoePipeline.Data.Splits;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>Checks the columns that a run names against those of the table.</summary>
internal static class TableColumns
{
    /// <summary>Columns that the table lacks, and labels that are features too.</summary>
    /// <param name="there">The table's columns.</param>
    /// <param name="table">What a person knows the table by.</param>
    /// <param name="runFeatures">The features.</param>
    /// <param name="split">The split.</param>
    /// <param name="tasks">The tasks.</param>
    public static IEnumerable<Problem> Problems(
        ImmutableArray<string> there, string table, RunFeatures runFeatures, ISplit split, ImmutableArray<ITask> tasks)
    {
        FeatureOptions features = runFeatures.Options;
        string[] read = [.. features.Categorical, .. features.Numeric, .. runFeatures.Named.SelectMany(feature => feature.Columns).Select(column => column.Name)];
        return
    [
        .. features.Categorical.SelectMany((column, index) => MissingColumn.Describe(column, $"data.features.categorical.{index}", there, table)),
        .. features.Numeric.SelectMany((column, index) => MissingColumn.Describe(column, $"data.features.numeric.{index}", there, table)),
        .. runFeatures.Named.SelectMany((feature, index) => feature.Columns.Select(column => column.Name).Distinct()
            .SelectMany(column => MissingColumn.Describe(column, RunFeatures.PathOf(index), there, table))),
        .. runFeatures.Problems(),
        .. split.Columns.SelectMany(column => MissingColumn.Describe(column.Name, "data.split", there, table)),
        .. tasks.SelectMany((task, index) => MissingColumn.Describe(task.Label, $"tasks.{index}.label", there, table)),
        .. tasks.SelectMany((task, index) => task.WeightColumn is { } column ? MissingColumn.Describe(column, $"tasks.{index}.weight", there, table) : []),
        .. tasks.SelectMany((task, index) => task.GroupColumn is { } column ? MissingColumn.Describe(column, $"tasks.{index}.group", there, table) : []),
        .. tasks.SelectMany((task, index) => read.Contains(task.Label)
            ? [new Problem(
                DataCodes.LabelIsFeature,
                $"tasks.{index}.label",
                $"the column '{task.Label}' is also a feature, and a label among the features predicts itself; remove it from data.features.")]
            : Array.Empty<Problem>()),
    ];
    }
}
