using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>
/// From features to a representation for each task: embedding, shared layers, and, where there are any, experts that each
/// task's gate mixes. Without experts every task gets the output of the shared layers.
/// </summary>
public sealed class MixtureBottom : torch.nn.Module
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly ExpertBanks? _experts;
    private readonly GateInput? _gateInput;
    private readonly GateBank? _gates;
    private readonly int _tasks;

    /// <summary>Draws the parameters.</summary>
    /// <param name="prefix">The prefix of the random streams' names; empty for none.</param>
    /// <param name="sharedLayers">Layers behind the embedding.</param>
    /// <param name="experts">The banks of experts; none to leave out experts and gates.</param>
    /// <param name="gate">The gates.</param>
    /// <param name="context">What the network is built for; it has a gate for each of its tasks.</param>
    /// <exception cref="BadInputException">The parts don't fit together.</exception>
    public MixtureBottom(
        string prefix,
        SharedLayersOptions sharedLayers,
        ImmutableArray<PluginSlot<IExpert>> experts,
        GateOptions gate,
        ModelContext context)
        : base(nameof(MixtureBottom))
    {
        string start = prefix.Length == 0 ? "" : $"{prefix}.";
        _tasks = context.Tasks.Length;
        _embedding = new FeatureEmbedding($"{start}embedding", context);
        _shared = new SharedLayers($"{start}shared", sharedLayers, context);
        var parts = ImmutableArray.CreateBuilder<ModelPart>();
        parts.AddRange(new ModelPart("embedding", _embedding), new ModelPart("shared", _shared));
        OutputWidth = _shared.OutputWidth;
        if (!experts.IsEmpty)
        {
            _experts = new ExpertBanks($"{start}experts", experts, _shared.OutputWidth, _shared.OutputFeatures, context);
            _gateInput = new GateInput(gate, _shared.OutputWidth, context);
            _gates = new GateBank(
                $"{start}gates", gate, [.. context.Tasks.Select(task => task.Task)], _experts.Names, _gateInput.Width, context);
            parts.AddRange(new ModelPart("experts", _experts), new ModelPart("gates", _gates));
            OutputWidth = _experts.OutputWidth;
        }

        Parts = parts.ToImmutable();
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        SharedParameters = [.. _embedding.parameters(), .. _shared.parameters(), .. _experts?.parameters() ?? []];
    }

    /// <summary>The width of a task's representation.</summary>
    public int OutputWidth { get; }

    /// <summary>Embedding, shared layers, and experts and gates where there are any.</summary>
    public ImmutableArray<ModelPart> Parts { get; }

    /// <summary>The parameters behind every task's representation: all but the gates'.</summary>
    public ImmutableArray<Parameter> SharedParameters { get; }

    /// <summary>Computes the representations.</summary>
    /// <param name="features">The batch.</param>
    /// <param name="trace">Gets the experts' outputs and the gates' weights; null for none.</param>
    /// <param name="penalty">The gate-regularizers' penalty in a training pass; null where there is none.</param>
    /// <returns><c>[tasks, batch, OutputWidth]</c>.</returns>
    public torch.Tensor Forward(FeatureBatch features, ForwardTrace? trace, out torch.Tensor? penalty)
    {
        torch.Tensor embedded = _embedding.Forward(features, trace);
        torch.Tensor input = _shared.Forward(embedded);
        if (_experts is null)
        {
            penalty = null;
            return input.expand(_tasks, -1, -1);
        }

        torch.Tensor outputs = _experts.Forward(input, trace);
        return Mixture.Combine(_gates!.Forward(_gateInput!.Select(embedded, input), trace, out penalty), outputs);
    }
}
