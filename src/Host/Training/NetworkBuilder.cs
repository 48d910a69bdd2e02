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
        LossWeighting? weighting = null;
        ParameterUpdate? update = null;
        MultiTaskModel? model = null;
        try
        {
            ImmutableArray<TaskOutput> outputs = Outputs(configuration, tasks);
            weighting = configuration.Loss.Create(services);
            update = new ParameterUpdate(configuration.Training, services.GetRequiredService<ITrainingClock>(), services);
            RequireFit(configuration, weighting, update);
            model = BuildModel(configuration, outputs, features, random, device, update.Optimizer.TakesSparseGradients, services);
            weighting.Attach(new LossWeightingSite
            {
                Tasks = [.. tasks.Select(task => task.Name)],
                SharedValues = model.SharedParameters.Sum(parameter => parameter.numel()),
                Path = configuration.Loss.Path,
                Random = random,
                Device = device,
            });
            return new TrainedNetwork(model, weighting, update, tasks, outputs, device) { Configuration = configuration };
        }
        catch
        {
            update?.Dispose();
            weighting?.Dispose();
            model?.Dispose();
            throw;
        }
    }

    /// <summary>Builds the network alone, with fresh parameters.</summary>
    /// <exception cref="BadInputException">The configured parts don't fit together.</exception>
    public static MultiTaskModel BuildModel(
        RunConfiguration configuration,
        ImmutableArray<TaskOutput> outputs,
        FeatureLayout features,
        RandomStreams random,
        torch.Device device,
        bool sparseEmbeddingGradients,
        IServiceProvider services) => configuration.Model.Create(services).Build(new ModelContext
        {
            Path = configuration.Model.Path,
            Features = features,
            Tasks = outputs,
            Random = random,
            Device = device,
            Precision = configuration.Training.Precision,
            SparseEmbeddingGradients = sparseEmbeddingGradients,
            Services = services,
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

    /// <summary>Tells when the optimizer doesn't go with the loss weighting or with clipping.</summary>
    private static void RequireFit(RunConfiguration configuration, LossWeighting weighting, ParameterUpdate update)
    {
        if (update.Optimizer.TakesSparseGradients && weighting is GradientWeighting)
        {
            throw new BadInputException(
                TrainingCodes.SparseGradients,
                configuration.Training.Optimizer.Path,
                $"'{configuration.Training.Optimizer.Plugin.Name}' moves the rows of sparse gradients, "
                + $"and '{configuration.Loss.Plugin.Name}' combines the tasks' gradients as a whole; an optimizer such as adam goes with it.");
        }

        if (update.Optimizer.TakesSparseGradients && configuration.Training.GradientClipping is not null)
        {
            throw new BadInputException(
                TrainingCodes.SparseGradients,
                "training.gradientClipping",
                $"gradients of '{configuration.Training.Optimizer.Plugin.Name}' are sparse, and their norm is not "
                + "known before their rows are summed; null, or an optimizer such as adam.");
        }
    }
}
