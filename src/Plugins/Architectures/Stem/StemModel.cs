using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Stem;

/// <summary>The network of <see cref="Stem"/>.</summary>
public sealed class StemModel : MultiTaskModel
{
    private readonly ImmutableArray<EmbeddedExperts> _own;
    private readonly EmbeddedExperts _common;
    private readonly GateInput _gateInput;
    private readonly ImmutableArray<GateBank> _gates;
    private readonly Towers _towers;
    private readonly ImmutableArray<string> _names;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    public StemModel(StemOptions options, ModelContext context)
        : base(nameof(StemModel))
    {
        ImmutableArray<string> tasks = [.. context.Tasks.Select(task => task.Task)];
        _common = new EmbeddedExperts("shared", options.Shared, options.Experts, context);
        _own = [.. tasks.Select(task => new EmbeddedExperts($"tasks.{task}", options.Shared, options.TaskExperts, context))];
        if (_own.FirstOrDefault(own => own.OutputWidth != _common.OutputWidth) is { } other)
        {
            throw new BadInputException(
                ModelCodes.DifferentWidths,
                options.TaskExperts[0].Path,
                $"its experts give {other.OutputWidth} values, those of {options.Experts[0].Path} give "
                + $"{_common.OutputWidth}; experts that are mixed need outputs of one width.");
        }

        _names =
        [
            .. tasks.SelectMany((task, index) => _own[index].Names.Select(expert => $"{task}.{expert}")),
            .. _common.Names.Select(expert => $"shared.{expert}"),
        ];
        _gateInput = new GateInput(options.Gate, _common.InputWidth, context);
        _gates = [.. tasks.Select(task => new GateBank($"gates.{task}", options.Gate, [task], _names, _gateInput.Width, context))];
        _towers = new Towers("towers", options.Tower, _common.OutputWidth, context);
        Parts =
        [
            new("shared", _common),
            .. _own.Select((own, index) => new ModelPart($"own{index}", own)),
            .. _gates.Select((gate, index) => new ModelPart($"gate{index}", gate)),
            new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        SharedParameters = [.. _common.parameters()];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> SharedParameters { get; }

    /// <inheritdoc/>
    public override ImmutableArray<ModelPart> Parts { get; }

    /// <inheritdoc/>
    public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
    {
        (torch.Tensor Embedded, torch.Tensor Input, torch.Tensor Outputs) common = _common.Forward(features, trace);
        (torch.Tensor Embedded, torch.Tensor Input, torch.Tensor Outputs)[] own = [.. _own.Select(part => part.Forward(features, trace))];
        torch.Tensor[] stopped = [.. own.Select(part => part.Outputs.detach())];
        trace?.Add(new ExpertActivation(_names, torch.cat([.. stopped, common.Outputs], 0)));
        torch.Tensor? penalty = null;
        var mixed = new torch.Tensor[own.Length];
        for (int task = 0; task < own.Length; task++)
        {
            torch.Tensor input = _gateInput.Select(own[task].Embedded + common.Embedded, own[task].Input + common.Input);
            torch.Tensor weights = _gates[task].Forward(input, trace, out torch.Tensor? term);
            penalty = Penalties.Sum(penalty, term);
            torch.Tensor[] outputs = [.. stopped, common.Outputs];
            outputs[task] = own[task].Outputs;
            mixed[task] = Mixture.Combine(weights, torch.cat(outputs, 0)).squeeze(0);
        }

        return new ModelOutput(_towers.Forward(torch.stack(mixed)), penalty);
    }
}
