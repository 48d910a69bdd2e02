using MmoePipeline.Construction;
using MmoePipeline.Modeling;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Abstractions.Tests;

/// <summary>What networks are built for in tests.</summary>
internal static class Contexts
{
    public static ModelContext Of(RandomStreams random, FeatureLayout features, params TaskOutput[] tasks) => new()
    {
        Features = features,
        Tasks = [.. tasks],
        Random = random,
        Device = torch.CPU,
        Path = "model",
        Activator = new PluginActivator(),
    };
}
