using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Architectures.Aitm;

/// <summary>A link of the chain: what a task makes of its own representation and that of the task before.</summary>
public sealed class InformationTransfer : torch.nn.Module
{
    private readonly FanOutLinear _transfer;
    private readonly FanOutLinear _maps;
    private readonly Scalar _scale;
    private readonly string _task;
    private readonly ImmutableArray<string> _sources;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="before">The task before.</param>
    /// <param name="task">The task.</param>
    /// <param name="width">The width of a representation.</param>
    /// <param name="context">Random streams and device.</param>
    public InformationTransfer(string name, string before, string task, int width, ModelContext context)
        : base(nameof(InformationTransfer))
    {
        (_task, _sources) = (task, [before, task]);
        _transfer = new FanOutLinear($"{name}.transfer", 1, width, width, context.Random, context.Device);
        _maps = new FanOutLinear($"{name}.attention", 3, width, width, context.Random, context.Device);
        _scale = 1 / Math.Sqrt(width);
        register_module("transfer", _transfer);
        register_module("attention", _maps);
    }

    /// <summary>Computes the task's representation.</summary>
    /// <param name="before">What the task before ended with: <c>[batch, width]</c>.</param>
    /// <param name="own">The task's own representation: <c>[batch, width]</c>.</param>
    /// <param name="trace">Gets the attention as the weights of a gate, and what it chooses from; null for none.</param>
    /// <returns><c>[batch, width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor before, torch.Tensor own, ForwardTrace? trace)
    {
        long batch = own.size(0);
        torch.Tensor sources = torch.cat([_transfer.Forward(before).squeeze(1), own], 0);
        torch.Tensor[] maps = _maps.Forward(sources).unbind(1);
        torch.Tensor scores = (maps[1] * maps[2]).sum(-1).mul(_scale).view(2, batch);
        torch.Tensor weights = Mixture.Weights(scores.transpose(0, 1).unsqueeze(1));
        torch.Tensor values = maps[0].view(2, batch, -1);
        trace?.Add(new ExpertActivation(_sources, values));
        trace?.Add(new GateActivation([_task], _sources, weights));
        return Mixture.Combine(weights, values).squeeze(0);
    }
}
