using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>The network of <see cref="Home"/>.</summary>
public sealed class HomeModel : MultiTaskModel
{
    private readonly FeatureEmbedding _embedding;
    private readonly SharedLayers _shared;
    private readonly GateInput _gateInput;
    private readonly GateInputSource _source;
    private readonly HomeLevel _first;
    private readonly HomeLevel _second;
    private readonly Towers _towers;
    private readonly ImmutableArray<int> _groupOfTask;
    private readonly int _groups;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The parts.</param>
    /// <param name="context">What the network is built for.</param>
    /// <exception cref="BadInputException">The groups are not made of the run's tasks.</exception>
    public HomeModel(HomeOptions options, ModelContext context)
        : base(nameof(HomeModel))
    {
        _groupOfTask = TaskGroups.Resolve(options.Groups, context);
        _groups = options.Groups.Length;
        _source = options.Gate.Input;
        ImmutableArray<string> tasks = [.. context.Tasks.Select(task => task.Task)];
        ImmutableArray<string> groups = [.. options.Groups.Select((_, group) => $"group{group}")];
        _embedding = new FeatureEmbedding("embedding", context);
        _shared = new SharedLayers("shared", options.Shared, context);
        _gateInput = new GateInput(options.Gate, _shared.OutputWidth, context);

        // Sets of the first level: the shared one, then the groups'. Of the second: these, then the tasks'.
        _first = new HomeLevel(
            "level0",
            options,
            ["shared", .. groups],
            [
                new HomeMixture("shared", 0, [.. Enumerable.Range(0, _groups + 1)]),
                .. groups.Select((name, group) => new HomeMixture(name, group + 1, [0, group + 1])),
            ],
            _shared.OutputWidth,
            _gateInput.Width,
            context);
        int width = options.Hidden[^1];
        _second = new HomeLevel(
            "level1",
            options,
            ["shared", .. groups, .. tasks.Select(task => $"task.{task}")],
            [
                .. tasks.Select((task, index) => new HomeMixture(
                    task, 1 + _groups + index, [0, 1 + _groupOfTask[index], 1 + _groups + index])),
            ],
            width,
            _source == GateInputSource.Shared ? 2 * width : _gateInput.Width,
            context);
        _towers = new Towers("towers", options.Tower, width, context);
        Parts =
        [
            new("embedding", _embedding), new("shared", _shared), new("level0", _first), new("level1", _second), new("towers", _towers),
        ];
        foreach (ModelPart part in Parts)
        {
            register_module(part.Name, part.Module);
        }

        // What belongs to a group of one task is that task's alone, but the first level's shared part reads all groups' experts.
        IEnumerable<int> several = Enumerable.Range(0, _groups).Where(group => options.Groups[group].Length > 1);
        SharedParameters =
        [
            .. _embedding.parameters(),
            .. _shared.parameters(),
            .. Enumerable.Range(0, _groups + 1).SelectMany(_first.ParametersOfSet),
            .. _first.ParametersOfMixture(0),
            .. several.SelectMany(group => _first.ParametersOfMixture(group + 1)),
            .. _second.ParametersOfSet(0),
            .. several.SelectMany(group => _second.ParametersOfSet(group + 1)),
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
        torch.Tensor read = _gateInput.Select(embedded, input);
        torch.Tensor[] parts = _first.Forward(
            [.. Enumerable.Repeat(input, _groups + 1)], [.. Enumerable.Repeat(read, _groups + 1)], trace, out torch.Tensor? penalty);
        torch.Tensor[] mixed = _second.Forward(
            [.. parts, .. _groupOfTask.Select(group => parts[group + 1])],
            [.. _groupOfTask.Select(group => _source == GateInputSource.Shared ? torch.cat([parts[group + 1], parts[0]], 1) : read)],
            trace,
            out torch.Tensor? second);
        return new ModelOutput(_towers.Forward(torch.stack(mixed)), Penalties.Sum(penalty, second));
    }
}
