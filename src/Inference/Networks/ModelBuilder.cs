using MmoePipeline.Construction;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Inference.Networks;

/// <summary>Builds the network out of its configured plugin.</summary>
internal static class ModelBuilder
{
    /// <summary>Builds the network, with fresh parameters.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="outputs">The tasks with their columns of the output.</param>
    /// <param name="features">The input fields.</param>
    /// <param name="random">The run's random streams.</param>
    /// <param name="device">Where parameters live.</param>
    /// <param name="sparseEmbeddingGradients">Whether the gradients of embedding tables are sparse.</param>
    /// <param name="activator">Constructs plugins.</param>
    /// <param name="isRestored">Whether the weights of a finished run are loaded next.</param>
    /// <exception cref="BadInputException">The configured parts don't fit together.</exception>
    public static MultiTaskModel Build(
        RunConfiguration configuration,
        ImmutableArray<TaskOutput> outputs,
        FeatureLayout features,
        RandomStreams random,
        torch.Device device,
        bool sparseEmbeddingGradients,
        PluginActivator activator,
        bool isRestored = false) => activator.Create(configuration.Model).Build(new ModelContext
        {
            Path = configuration.Model.Path,
            Features = features,
            Tasks = outputs,
            Random = random,
            Device = device,
            Precision = configuration.Training.Precision,
            SparseEmbeddingGradients = sparseEmbeddingGradients,
            Activator = activator,
            IsRestored = isRestored,
        });

    /// <summary>Gives each task its columns of the output, one after another.</summary>
    public static ImmutableArray<TaskOutput> Outputs(RunConfiguration configuration, ImmutableArray<ITask> tasks)
    {
        int offset = 0;
        var outputs = ImmutableArray.CreateBuilder<TaskOutput>(tasks.Length);
        for (int index = 0; index < tasks.Length; index++)
        {
            ITask task = tasks[index];
            outputs.Add(new TaskOutput(task.Name, offset, task.Outputs) { Type = configuration.Tasks[index].Plugin.Name });
            offset += task.Outputs;
        }

        return outputs.MoveToImmutable();
    }
}
