using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>The groups that tasks were put into.</summary>
internal static class TaskGroups
{
    /// <summary>The index of each task's group.</summary>
    /// <param name="groups">The names of the tasks in each group.</param>
    /// <param name="context">The tasks.</param>
    /// <exception cref="BadInputException">A group names an unknown task, or a task is in no group.</exception>
    public static ImmutableArray<int> Resolve(ImmutableArray<ImmutableArray<string>> groups, ModelContext context)
    {
        ImmutableArray<string> tasks = [.. context.Tasks.Select(task => task.Task)];
        ImmutableArray<string> named = [.. groups.SelectMany(group => group)];
        ImmutableArray<Problem> problems =
        [
            .. named.Except(tasks).Select(name => new Problem(
                ModelCodes.UnknownTask, $"{context.Path}.groups", $"there is no task '{name}'; the tasks are {string.Join(", ", tasks)}.")),
            .. tasks.Except(named).Select(name => new Problem(
                ModelCodes.TaskGroups, $"{context.Path}.groups", $"task '{name}' is in no group; expected each task in one group.")),
        ];
        return problems.IsEmpty
            ? [.. tasks.Select(task => groups.ToList().FindIndex(group => group.Contains(task)))]
            : throw new BadInputException(problems);
    }
}
