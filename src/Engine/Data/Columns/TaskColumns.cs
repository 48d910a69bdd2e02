using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Columns;

/// <summary>The columns of weights and groups that tasks name, each once whatever the number of tasks that name it.</summary>
/// <param name="Weights">The columns of weights.</param>
/// <param name="Groups">The columns of groups.</param>
internal sealed record TaskColumns(ImmutableArray<string> Weights, ImmutableArray<string> Groups)
{
    /// <summary>Collects the columns.</summary>
    public static TaskColumns Of(ImmutableArray<ITask> tasks) => new(
        [.. tasks.Select(task => task.WeightColumn).OfType<string>().Distinct()],
        [.. tasks.Select(task => task.GroupColumn).OfType<string>().Distinct()]);

    /// <summary>The place of a task's weights; null where it has none.</summary>
    public int? WeightOf(ITask task) => task.WeightColumn is { } column ? Weights.IndexOf(column) : null;

    /// <summary>The place of a task's groups; null where it has none.</summary>
    public int? GroupOf(ITask task) => task.GroupColumn is { } column ? Groups.IndexOf(column) : null;
}
