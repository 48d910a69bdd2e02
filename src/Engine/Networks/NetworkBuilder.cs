using MmoePipeline.Construction;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Optimization;
using MmoePipeline.Randomness;
using MmoePipeline.Runs;
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
        PluginActivator activator,
        ITrainingClock clock)
    {
        LossWeighting? weighting = null;
        ParameterUpdate? update = null;
        MultiTaskModel? model = null;
        try
        {
            bool isSparse = configuration.Training.Optimizer.Plugin.Type.IsDefined(typeof(AcceptsSparseGradientsAttribute), inherit: true);
            RequireFit(configuration, isSparse);
            ImmutableArray<TaskOutput> outputs = ModelBuilder.Outputs(configuration, tasks);
            model = ModelBuilder.Build(configuration, outputs, features, random, device, isSparse, activator);
            weighting = activator.Create(configuration.Loss, new LossWeightingContext
            {
                Tasks = [.. tasks.Select(task => task.Name)],
                SharedParameterCount = model.SharedParameters.Sum(parameter => parameter.numel()),
                Path = configuration.Loss.Path,
                Random = random,
                Device = device,
            });
            update = new ParameterUpdate(configuration.Training, TrainedNetwork.ParametersOf(model, weighting), clock, activator);
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
    private static void RequireFit(RunConfiguration configuration, bool isSparse)
    {
        if (isSparse && configuration.Loss.Plugin.Type.IsAssignableTo(typeof(GradientWeighting)))
        {
            throw new BadInputException(
                TrainingCodes.SparseGradients,
                configuration.Training.Optimizer.Path,
                $"'{configuration.Training.Optimizer.Plugin.Name}' moves the rows of sparse gradients, "
                + $"and '{configuration.Loss.Plugin.Name}' combines the tasks' gradients as a whole; an optimizer such as adam goes with it.");
        }

        if (isSparse && configuration.Training.GradientClipping is not null)
        {
            throw new BadInputException(
                TrainingCodes.SparseGradients,
                "training.gradientClipping",
                $"gradients of '{configuration.Training.Optimizer.Plugin.Name}' are sparse, and their norm is not "
                + "known before their rows are summed; null, or an optimizer such as adam.");
        }
    }
}
