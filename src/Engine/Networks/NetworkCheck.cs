using MmoePipeline.Construction;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Engine.Networks;

/// <summary>
/// Checks without rows that network, loss weighting, optimizer and parameter groups fit together: it builds them as a run does, with embedding
/// tables of two values a field, because vocabularies are not known.
/// </summary>
internal static class NetworkCheck
{
    /// <summary>Values of each categorical field: one, and the one for all others.</summary>
    private const int Cardinality = 2;

    /// <summary>Builds the parts and disposes of them.</summary>
    /// <param name="configuration">The run.</param>
    /// <param name="tasks">The run's tasks.</param>
    /// <param name="activator">Constructs the plugins.</param>
    /// <param name="clock">The clock of the run.</param>
    /// <exception cref="BadInputException">The parts don't fit together, or this machine has not what they need.</exception>
    /// <exception cref="MmoePipeline.Construction.PluginException">A plugin failed.</exception>
    public static void Require(RunConfiguration configuration, ImmutableArray<ITask> tasks, PluginActivator activator, ITrainingClock clock)
    {
        // The parameters are thrown away, so they are made where memory is plentiful; whether the device exists is looked at all the same.
        torch.Device device = ComputeDevice.Choose(configuration.Run.Device);
        PrecisionSupport.Require(configuration.Training, device);
        using var random = new RandomStreams(configuration.Run.Seed);
        using TrainedNetwork network = NetworkBuilder.Build(configuration, tasks, Layout(configuration.Data.Features), random, torch.CPU, activator, clock);
    }

    private static FeatureLayout Layout(FeatureOptions features) => new(
        [.. features.Categorical.Index().Select(field => new CategoricalField(field.Item, Cardinality, field.Index * Cardinality))],
        features.Numeric,
        features.EmbeddingDimension);
}
