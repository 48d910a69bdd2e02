using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Mmoe;

/// <summary>The network of <see cref="Mmoe"/>: <c>y_k = h_k(sum_i g_k(x)_i f_i(x))</c>.</summary>
public sealed class MmoeModel : MultiTaskModel
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly ExpertBanks _experts;
    private readonly GateInput _gateInput;
    private readonly GateBank _gates;
    private readonly Towers _towers;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public MmoeModel(MmoeOptions options, ModelContext context)
        : base(nameof(MmoeModel))
    {
        _embedding = new FeatureEmbedding("embedding", context);
        _shared = new SharedLayers("shared", options.Shared, context);
        _experts = new ExpertBanks("experts", options.Experts, _shared.OutputWidth, _shared.OutputFeatures, context);
        _gateInput = new GateInput(options.Gate, _shared.OutputWidth, context);
        _gates = new GateBank(
            "gates",
            options.Gate,
            [.. context.Tasks.Select(task => task.Task)],
            _experts.Names,
            _gateInput.Width,
            context);
        _towers = new Towers("towers", options.Tower, _experts.OutputWidth, context);
        Parts =
        [
            new("embedding", _embedding), new("shared", _shared), new("experts", _experts), new("gates", _gates),
            new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        SharedParameters = [.. _embedding.parameters(), .. _shared.parameters(), .. _experts.parameters()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> SharedParameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor embedded = _embedding.Forward(features, trace);
        torch.Tensor input = _shared.Forward(embedded);
        torch.Tensor experts = _experts.Forward(input, trace);
        torch.Tensor weights = _gates.Forward(_gateInput.Select(embedded, input), trace, out torch.Tensor? penalty);
        return new ModelOutput(_towers.Forward(Mixture.Combine(weights, experts)), penalty);
    }
}
