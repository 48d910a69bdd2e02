using MmoePipeline.Construction;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using MmoePipeline.Runs.Options;
using TorchSharp;

namespace MmoePipeline.Inference.Prediction;

/// <summary>The network of a run with the weights of its best epoch.</summary>
internal static class TrainedModel
{
    /// <summary>Builds it, in evaluation mode.</summary>
    /// <exception cref="BadInputException">The weights are not those of the configured network.</exception>
    public static MultiTaskModel Build(
        TrainedRun run, RunConfiguration configuration, ImmutableArray<TaskOutput> outputs, torch.Device device, PluginActivator activator)
    {
        using var random = new RandomStreams(configuration.Run.Seed);
        MultiTaskModel model = ModelBuilder.Build(
            configuration,
            outputs,
            Layout(run, RunFeatures.Create(configuration.Data.Features, activator)),
            random,
            device,
            sparseEmbeddingGradients: false,
            activator,
            isRestored: true);
        try
        {
            run.Restore(model);
            model.eval();
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    private static FeatureLayout Layout(TrainedRun run, RunFeatures features) => FeaturePlacement.Create(
        run.Encoding.Encoding, FeatureSet.Create(features.Named, run.Encoding.Encoding), features.Options).Layout;
}
