using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Ple;

/// <summary>The network of <see cref="Ple"/>.</summary>
public sealed class PleModel : MultiTaskModel
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly ImmutableArray<ExtractionLayer> _levels;
    private readonly Towers _towers;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public PleModel(PleOptions options, ModelContext context)
        : base(nameof(PleModel))
    {
        _embedding = new FeatureEmbedding("embedding", context);
        _shared = new SharedLayers("shared", options.Shared, context);
        var levels = ImmutableArray.CreateBuilder<ExtractionLayer>(options.Levels);
        for (int level = 0; level < options.Levels; level++)
        {
            levels.Add(new ExtractionLayer(
                $"level{level}",
                options.Experts,
                options.TaskExperts,
                options.Gate,
                level == 0 ? _shared.OutputWidth : levels[^1].OutputWidth,
                level == 0 ? _shared.OutputFeatures : null,
                level == options.Levels - 1,
                context));
        }

        _levels = levels.MoveToImmutable();
        _towers = new Towers("towers", options.Tower, _levels[^1].OutputWidth, context);
        Parts =
        [
            new("embedding", _embedding), new("shared", _shared), .. _levels.Select((level, index) => new ModelPart($"level{index}", level)),
            new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        // A task's experts reach other tasks over the shared experts of the next level, its gates over those of the level after.
        SharedParameters =
        [
            .. _embedding.parameters(),
            .. _shared.parameters(),
            .. _levels.SelectMany(level => level.CommonParameters),
            .. _levels.SkipLast(1).SelectMany(level => level.OwnParameters),
            .. _levels.SkipLast(2).SelectMany(level => level.GateParameters),
        ];
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
        torch.Tensor? penalty = null;
        var state = new ExtractionState([.. Enumerable.Repeat(input, _levels[0].TaskCount)], input);
        foreach (ExtractionLayer level in _levels)
        {
            state = level.Forward(state, embedded, trace, out torch.Tensor? term);
            penalty = Penalties.Sum(penalty, term);
        }

        return new ModelOutput(_towers.Forward(torch.stack(state.Tasks)), penalty);
    }
}
