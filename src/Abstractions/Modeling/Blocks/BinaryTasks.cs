namespace MmoePipeline.Modeling.Blocks;

/// <summary>Finds tasks by their names, for architectures that compute with probabilities.</summary>
public static class BinaryTasks
{
    private const string Binary = "binary";

    /// <summary>The index of a binary task.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="key">The option that names it, below the architecture's path.</param>
    /// <param name="context">The tasks.</param>
    /// <exception cref="BadInputException">There is no such task, or it isn't binary.</exception>
    public static int Find(string name, string key, ModelContext context)
    {
        int index = context.Tasks.ToList().FindIndex(task => task.Task == name);
        if (index < 0)
        {
            throw new BadInputException(
                ModelCodes.UnknownTask,
                $"{context.Path}.{key}",
                $"there is no task '{name}'; the tasks are {string.Join(", ", context.Tasks.Select(task => task.Task))}.");
        }

        TaskOutput found = context.Tasks[index];
        return found.Width == 1 && found.Type == Binary
            ? index
            : throw new BadInputException(
                ModelCodes.WrongTaskType,
                $"{context.Path}.{key}",
                $"task '{name}' is of type '{found.Type}'; this architecture computes with its probability, "
                + $"so it must be '{Binary}'.");
    }
}
