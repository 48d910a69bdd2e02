using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Cgc;

/// <summary>The network of <see cref="Cgc"/>.</summary>
public sealed class CgcModel : MultiTaskModel
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly ExtractionLayer _extraction;
    private readonly Towers _towers;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public CgcModel(CgcOptions options, ModelContext context)
        : base(nameof(CgcModel))
    {
        _embedding = new FeatureEmbedding("embedding", context);
        _shared = new SharedLayers("shared", options.Shared, context);
        _extraction = new ExtractionLayer(
            "level0",
            options.Experts,
            options.TaskExperts,
            options.Gate,
            _shared.OutputWidth,
            _shared.OutputFeatures,
            isLast: true,
            context);
        _towers = new Towers("towers", options.Tower, _extraction.OutputWidth, context);
        Parts =
        [
            new("embedding", _embedding), new("shared", _shared), new("level0", _extraction), new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        SharedParameters = [.. _embedding.parameters(), .. _shared.parameters(), .. _extraction.CommonParameters];
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
        var state = new ExtractionState([.. Enumerable.Repeat(input, _extraction.TaskCount)], input);
        state = _extraction.Forward(state, embedded, trace, out torch.Tensor? penalty);
        return new ModelOutput(_towers.Forward(torch.stack(state.Tasks)), penalty);
    }
}
