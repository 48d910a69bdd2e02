using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Experts;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.SharedBottom;

/// <summary>The network of <see cref="SharedBottom"/>: <c>y_k = h_k(mean_i f_i(x))</c>.</summary>
public sealed class SharedBottomModel : MultiTaskModel
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly ExpertBanks _bottom;
    private readonly Towers _towers;
    private readonly int _tasks;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public SharedBottomModel(SharedBottomOptions options, ModelContext context)
        : base(nameof(SharedBottomModel))
    {
        _tasks = context.Tasks.Length;
        _embedding = new FeatureEmbedding("embedding", context);
        _shared = new SharedLayers("shared", options.Shared, context);
        _bottom = new ExpertBanks("experts", options.Experts, _shared.OutputWidth, _shared.OutputFeatures, context);
        _towers = new Towers("towers", options.Tower, _bottom.OutputWidth, context);
        Parts =
        [
            new("embedding", _embedding), new("shared", _shared), new("experts", _bottom), new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        SharedParameters = [.. _embedding.parameters(), .. _shared.parameters(), .. _bottom.parameters()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> SharedParameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor input = _shared.Forward(_embedding.Forward(features, trace));
        torch.Tensor bottom = _bottom.Forward(input, trace).mean([0]);
        return new ModelOutput(_towers.Forward(bottom.expand(_tasks, -1, -1)));
    }
}
