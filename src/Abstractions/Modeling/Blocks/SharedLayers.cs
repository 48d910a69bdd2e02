using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>
/// Layers of rectified linear units between the embedded input and experts and gates: they learn what all have in common, and narrow what experts
/// and gates read.
/// </summary>
public sealed class SharedLayers : torch.nn.Module
{
    private readonly ParallelMlp? _layers;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The prefix of the random streams' names.</param>
    /// <param name="options">The layers; none pass the input on.</param>
    /// <param name="context">Fields, random streams and device.</param>
    public SharedLayers(string name, SharedLayersOptions options, ModelContext context)
        : base(nameof(SharedLayers))
    {
        ImmutableArray<int> widths = options.SharedLayers;
        OutputWidth = context.Features.InputWidth;
        OutputFeatures = widths.IsEmpty ? context.Features : null;
        if (!widths.IsEmpty)
        {
            _layers = new ParallelMlp(
                name,
                1,
                context.Features.InputWidth,
                widths,
                Activation.Relu,
                sharedInput: true,
                context.Random,
                context.Device,
                options.SharedNormalization,
                options.SharedDropout);
            OutputWidth = widths[^1];
            register_module("layers", _layers);
        }
    }

    /// <summary>The width of the output.</summary>
    public int OutputWidth { get; }

    /// <summary>The fields that the output is made of; null where layers have mixed them.</summary>
    public FeatureLayout? OutputFeatures { get; }

    /// <summary>Computes the layers.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <returns><c>[batch, OutputWidth]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input) => _layers is null ? input : _layers.Forward(input).squeeze(0);
}
