using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Host.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Host.Training;

/// <summary>Builds network, loss weighting and optimizer out of their configured plugins.</summary>
internal static class NetworkBuilder
{
    /// <summary>Builds the parts with fresh parameters.</summary>
    /// <exception cref="BadInputException">The configured parts don't fit together.</exception>
    public static TrainedNetwork Build(
        RunConfiguration configuration,
        ImmutableArray<ITask> tasks,
        FeatureLayout features,
        RandomStreams random,
        torch.Device device,
        IServiceProvider services)
    {
        ImmutableArray<TaskOutput> outputs = Outputs(tasks);
        MultiTaskModel model = configuration.Model.Create(services).Build(new ModelContext
        {
            Features = features,
            Tasks = outputs,
            Random = random,
            Device = device,
            Precision = configuration.Training.Precision,
            Services = services,
        });
        LossWeighting weighting = configuration.Loss.Create(services);
        weighting.Attach(new LossWeightingSite
        {
            Tasks = [.. tasks.Select(task => task.Name)],
            Path = configuration.Loss.Path,
            Random = random,
            Device = device,
        });
        var update = new ParameterUpdate(configuration.Training, services.GetRequiredService<ITrainingClock>(), services);
        return new TrainedNetwork(model, weighting, update, tasks, outputs, device);
    }

    /// <summary>Gives each task its columns of the output, one after another.</summary>
    private static ImmutableArray<TaskOutput> Outputs(ImmutableArray<ITask> tasks)
    {
        int offset = 0;
        var outputs = ImmutableArray.CreateBuilder<TaskOutput>(tasks.Length);
        foreach (ITask task in tasks)
        {
            outputs.Add(new TaskOutput(task.Name, offset, task.Outputs));
            offset += task.Outputs;
        }

        return outputs.MoveToImmutable();
    }
}
