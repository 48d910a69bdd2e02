using System.ComponentModel.DataAnnotations;
using MmoePipeline.Composition;

namespace MmoePipeline.Runs.Options.Training;

/// <summary>By which validation metric the best epoch is chosen.</summary>
[PluginOptions]
public sealed partial record SelectionOptions
{
    /// <summary>
    /// The metric, which every task that counts must have; the tasks' own metrics have names such as auc and logLoss. All tasks
    /// have loss, the mean loss of the validation rows, which is for tasks of several kinds.
    /// </summary>
    [MinLength(1)]
    public string Metric { get; init; } = "auc";

    /// <summary>The tasks whose mean is taken; all tasks when empty.</summary>
    public ImmutableArray<string> Tasks { get; init; } = [];
}
