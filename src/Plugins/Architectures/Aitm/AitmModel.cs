using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Aitm;

/// <summary>The network of <see cref="Aitm"/>.</summary>
public sealed class AitmModel : MultiTaskModel
{
    private readonly MixtureBottom _bottom;
    private readonly ImmutableArray<ParallelMlp> _own;
    private readonly ImmutableArray<int> _chain;
    private readonly ImmutableArray<InformationTransfer> _links;
    private readonly ImmutableArray<long> _columns;
    private readonly Towers _towers;
    private readonly Scalar _calibratorWeight;
    private readonly bool _calibrates;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    /// <exception cref="BadInputException">The chain names a task that doesn't exist or isn't binary, or has one task only.</exception>
    public AitmModel(AitmOptions options, ModelContext context)
        : base(nameof(AitmModel))
    {
        ImmutableArray<string> chain = options.Chain.IsEmpty ? [.. context.Tasks.Select(task => task.Task)] : options.Chain;
        _chain = [.. chain.Select(task => BinaryTasks.Find(task, "chain", context))];
        if (_chain.Length < 2)
        {
            throw new BadInputException(ModelCodes.TooFewTasks, $"{context.Path}.chain", $"a chain needs at least two tasks; the run has one, '{chain[0]}'.");
        }

        _bottom = new MixtureBottom("", options.Shared, options.Experts, options.Gate, context);
        _own = [.. context.Tasks.Select(task => new ParallelMlp(
            $"own.{task.Task}", 1, _bottom.OutputWidth, options.Hidden, Activation.Relu, sharedInput: true, context.Random, context.Device))];
        _links = [.. chain.Skip(1).Select((task, index) =>
            new InformationTransfer($"links.{task}", chain[index], task, options.Hidden[^1], context))];
        _towers = new Towers("towers", options.Tower, options.Hidden[^1], context);
        _columns = [.. _chain.Select(task => (long)context.Tasks[task].Offset)];
        (_calibratorWeight, _calibrates) = (options.CalibratorWeight, options.CalibratorWeight > 0);
        register_module("bottom", _bottom);
        ImmutableArray<ModelPart> parts =
        [
            .. _own.Select((layers, index) => new ModelPart($"own{index}", layers)),
            .. _links.Select((link, index) => new ModelPart($"link{index}", link)),
            new("towers", _towers),
        ];
        foreach (ModelPart part in parts)
        {
            register_module(part.Name, part.Module);
        }

        Parts = [.. _bottom.Parts, .. parts];

        // A step's loss reaches the layers, links and gates of all steps before it.
        SharedParameters =
        [
            .. _bottom.parameters(),
            .. _chain.SkipLast(1).SelectMany(task => _own[task].parameters()),
            .. _links.SkipLast(1).SelectMany(link => link.parameters()),
        ];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> SharedParameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ImmutableArray<FunnelStep> Funnel => [.. _chain.Zip(_chain.Skip(1), (earlier, later) => new FunnelStep(earlier, later))];

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        torch.Tensor[] inputs = _bottom.Forward(features, trace, out torch.Tensor? penalty).unbind(0);
        torch.Tensor[] states = [.. _own.Select((layers, task) => layers.Forward(inputs[task]).squeeze(0))];
        for (int link = 0; link < _links.Length; link++)
        {
            states[_chain[link + 1]] = _links[link].Forward(states[_chain[link]], states[_chain[link + 1]], trace);
        }

        torch.Tensor logits = _towers.Forward(torch.stack(states));
        return new ModelOutput(logits, training && _calibrates ? Penalties.Sum(penalty, Calibrator(logits)) : penalty);
    }

    /// <summary>How much likelier, in the mean over the batch, steps are than the ones before them, summed over the chain.</summary>
    private torch.Tensor Calibrator(torch.Tensor logits)
    {
        torch.Tensor[] probabilities = [.. _columns.Select(column => logits.select(1, column).sigmoid())];
        return torch.stack([.. probabilities.Skip(1).Select((later, index) => (later - probabilities[index]).relu().mean())])
            .sum().mul(_calibratorWeight);
    }
}
