using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Columns;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Options;
using MmoePipeline.Tasks;
using TorchSharp;

namespace MmoePipeline.Engine.Networks;

/// <summary>
/// Checks without rows that network, loss weighting, optimizer and parameter groups fit together: it builds them as a run does, with embedding
/// tables of two values a field, because vocabularies are not known.
/// </summary>
internal static class NetworkCheck
{
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
        using TrainedNetwork network = NetworkBuilder.Build(configuration, tasks, Layout(RunFeatures.Create(configuration.Data.Features, activator)), random, torch.CPU, activator, clock);
    }

    private static FeatureLayout Layout(RunFeatures features)
    {
        ThrowIfAny([.. features.Problems()]);
        var columns = new NamedFeatures(features);
        (ImmutableArray<StoredFeature> learnt, ImmutableArray<StoredTable> tables) = columns.Learnt();
        var encoding = new FeatureEncoding(
            [.. features.Options.Categorical.Select(name => new ColumnVocabulary(name, ["value"]))],
            [.. features.Options.Numeric.Select(name => new ColumnScaling(name, 0, 1))])
        {
            Features = learnt,
            Tables = tables,
        };
        return FeaturePlacement.Create(encoding, FeatureSet.Create(features.Named, encoding), features.Options).Layout;
    }

    private static void ThrowIfAny(ImmutableArray<Problem> problems)
    {
        if (!problems.IsEmpty)
        {
            throw new BadInputException(problems);
        }
    }
}
