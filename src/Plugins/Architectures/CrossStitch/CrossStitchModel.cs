using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.CrossStitch;

/// <summary>The network of <see cref="CrossStitch"/>.</summary>
public sealed class CrossStitchModel : MultiTaskModel
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly FanOutLinear _first;
    private readonly ImmutableArray<ParallelLinear> _rest;
    private readonly ImmutableArray<CrossStitchUnit> _units;
    private readonly Towers _towers;
    private readonly Activation _activation;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public CrossStitchModel(CrossStitchOptions options, ModelContext context)
        : base(nameof(CrossStitchModel))
    {
        int tasks = context.Tasks.Length;
        _activation = options.Activation;
        _embedding = new FeatureEmbedding("embedding", context);
        _shared = new SharedLayers("shared", options.Shared, context);
        _first = new FanOutLinear("layers.0", tasks, _shared.OutputWidth, options.Hidden[0], context.Random, context.Device);
        _rest = [.. options.Hidden.Skip(1).Select((width, index) => new ParallelLinear(
            $"layers.{index + 1}", tasks, options.Hidden[index], width, context.Random, context.Device))];
        _units = [.. options.Hidden.Select(_ => new CrossStitchUnit(options.OwnWeight, context))];
        _towers = new Towers("towers", options.Tower, options.Hidden[^1], context);
        Parts =
        [
            new("embedding", _embedding), new("shared", _shared), new("layer0", _first),
            .. _rest.Select((layer, index) => new ModelPart($"layer{index + 1}", layer)),
            .. _units.Select((unit, index) => new ModelPart($"unit{index}", unit)),
            new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        // The last unit has a row for each task alone; behind all others, tasks meet again.
        SharedParameters =
        [
            .. _embedding.parameters(),
            .. _shared.parameters(),
            .. _first.parameters(),
            .. _rest.SelectMany(layer => layer.parameters()),
            .. _units.SkipLast(1).SelectMany(unit => unit.parameters()),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> SharedParameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor input = _shared.Forward(_embedding.Forward(features, trace));
        torch.Tensor hidden = _units[0].Forward(_first.Forward(input, _activation).permute(1, 0, 2), trace);
        for (int layer = 0; layer < _rest.Length; layer++)
        {
            hidden = _units[layer + 1].Forward(_rest[layer].Forward(hidden, _activation), trace);
        }

        return new ModelOutput(_towers.Forward(hidden));
    }
}
