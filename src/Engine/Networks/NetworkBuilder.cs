using Microsoft.Extensions.DependencyInjection;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Engine.Networks;

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
            ImmutableArray<TaskOutput> outputs = ModelBuilder.Outputs(configuration, tasks);
            weighting = configuration.Loss.Create(services);
            update = new ParameterUpdate(configuration.Training, services.GetRequiredService<ITrainingClock>(), services);
            RequireFit(configuration, weighting, update);
            model = ModelBuilder.Build(configuration, outputs, features, random, device, update.Optimizer.TakesSparseGradients, services);
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

    /// <summary>Tells when the optimizer doesn't go with the loss weighting or with clipping.</summary>
    private static void RequireFit(RunConfiguration configuration, LossWeighting weighting, ParameterUpdate update)
    {
        if (update.Optimizer.TakesSparseGradients && weighting is GradientWeighting)
        {
            throw new BadInputException(
                $"{configuration.Training.Optimizer.Path}: '{configuration.Training.Optimizer.Plugin.Name}' moves the rows of sparse gradients, "
                + $"and '{configuration.Loss.Plugin.Name}' combines the tasks' gradients as a whole; an optimizer such as adam goes with it.");
        }

        if (update.Optimizer.TakesSparseGradients && configuration.Training.GradientClipping is not null)
        {
            throw new BadInputException(
                $"training.gradientClipping: gradients of '{configuration.Training.Optimizer.Plugin.Name}' are sparse, and their norm is not "
                + "known before their rows are summed; null, or an optimizer such as adam.");
        }
    }
}
