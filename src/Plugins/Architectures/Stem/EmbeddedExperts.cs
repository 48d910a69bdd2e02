using MmoePipeline.Configuration;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using TorchSharp;

namespace MmoePipeline.Plugins.Architectures.Stem;

/// <summary>An embedding table with layers and experts that read it and nothing else.</summary>
public sealed class EmbeddedExperts : torch.nn.Module
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _layers;
    private readonly ExpertBanks _experts;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="layers">Layers between embedding and experts.</param>
    /// <param name="experts">The banks of experts.</param>
    /// <param name="context">What the network is built for.</param>
    public EmbeddedExperts(
        string name, SharedLayersOptions layers, ImmutableArray<PluginSlot<IExpert>> experts, ModelContext context)
        : base(nameof(EmbeddedExperts))
    {
        _embedding = new FeatureEmbedding($"{name}.embedding", context);
        _layers = new SharedLayers($"{name}.layers", layers, context);
        _experts = new ExpertBanks($"{name}.experts", experts, _layers.OutputWidth, _layers.OutputFeatures, context);
        register_module("embedding", _embedding);
        register_module("layers", _layers);
        register_module("experts", _experts);
    }

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Names => _experts.Names;

    /// <summary>The width of what the experts read.</summary>
    public int InputWidth => _layers.OutputWidth;

    /// <summary>The width of an expert's output.</summary>
    public int OutputWidth => _experts.OutputWidth;

    /// <summary>Computes the experts, and on the way what they read.</summary>
    /// <param name="features">The batch.</param>
    /// <param name="trace">Gets the embedded input; null for none.</param>
    /// <returns>
    /// The embedded input <c>[batch, input width]</c>, what the experts read <c>[batch, InputWidth]</c>, and their outputs
    /// <c>[experts, batch, OutputWidth]</c>.
    /// </returns>
    public (torch.Tensor Embedded, torch.Tensor Input, torch.Tensor Outputs) Forward(
        FeatureBatch features, ForwardTrace? trace)
    {
        torch.Tensor embedded = _embedding.Forward(features, trace);
        torch.Tensor input = _layers.Forward(embedded);
        return (embedded, input, _experts.Forward(input, null));
    }
}
