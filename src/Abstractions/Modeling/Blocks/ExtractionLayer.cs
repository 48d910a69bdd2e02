using MmoePipeline.Configuration;
using MmoePipeline.Modeling.Experts;
using MmoePipeline.Modeling.Gates;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>
/// One level of progressive layered extraction: experts that all tasks share, and experts of each task's own. A task's gate
/// mixes its own and the shared experts; where another level follows, one more gate mixes all experts for the shared experts
/// of that level.
/// </summary>
/// <remarks>
/// Tang, Liu, Zhao, Gong: Progressive Layered Extraction (PLE): A Novel Multi-Task Learning (MTL) Model for Personalized
/// Recommendations, RecSys 2020, equations 1 to 3 (one level) and 5 to 6 (several).
/// </remarks>
public sealed class ExtractionLayer : torch.nn.Module
{
    private readonly ImmutableArray<ExpertBanks> _own;
    private readonly ExpertBanks _common;
    private readonly GateInput _gateInput;
    private readonly ImmutableArray<GateBank> _gates;
    private readonly GateBank? _commonGate;
    private readonly ImmutableArray<string> _names;

    /// <summary>Initialises the parameters.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="shared">The banks of shared experts.</param>
    /// <param name="own">The banks that each task gets on its own.</param>
    /// <param name="gate">The gates.</param>
    /// <param name="inputWidth">The width of what experts read.</param>
    /// <param name="features">The fields that the input is made of; null where layers have mixed them.</param>
    /// <param name="isLast">Whether no other level follows, so that nothing reads a mixture of all experts.</param>
    /// <param name="context">Tasks, random streams, device and activator.</param>
    /// <exception cref="BadInputException">The widths of the experts' outputs differ, or the gates name an unknown field.</exception>
    public ExtractionLayer(
        string name,
        ImmutableArray<PluginSlot<IExpert>> shared,
        ImmutableArray<PluginSlot<IExpert>> own,
        GateOptions gate,
        int inputWidth,
        FeatureLayout? features,
        bool isLast,
        ModelContext context)
        : base(nameof(ExtractionLayer))
    {
        ImmutableArray<string> tasks = [.. context.Tasks.Select(task => task.Task)];
        _common = new ExpertBanks($"{name}.shared", shared, inputWidth, features, context);
        _own = [.. tasks.Select(task => new ExpertBanks($"{name}.tasks.{task}", own, inputWidth, features, context))];
        if (_own.FirstOrDefault(banks => banks.OutputWidth != _common.OutputWidth) is { } other)
        {
            throw new BadInputException(
                ModelCodes.DifferentWidths,
                own[0].Path,
                $"its experts give {other.OutputWidth} values, those of {shared[0].Path} give {_common.OutputWidth}; "
                + "experts that are mixed need outputs of one width.");
        }

        ImmutableArray<string> sharedNames = [.. _common.Names.Select(expert => $"shared.{expert}")];
        ImmutableArray<string>[] ownNames =
            [.. tasks.Select((task, index) => _own[index].Names.Select(expert => $"{task}.{expert}").ToImmutableArray())];
        _names = [.. ownNames.SelectMany(names => names), .. sharedNames];
        _gateInput = new GateInput(gate, inputWidth, context);
        _gates = [.. tasks.Select((task, index) => new GateBank(
            $"{name}.gates.tasks.{task}", gate, [task], [.. ownNames[index], .. sharedNames], _gateInput.Width, context))];
        _commonGate = isLast
            ? null
            : new GateBank($"{name}.gates.shared", gate, ["shared"], _names, _gateInput.Width, context);
        register_module("shared", _common);
        for (int task = 0; task < tasks.Length; task++)
        {
            register_module($"task{task}", _own[task]);
            register_module($"gate{task}", _gates[task]);
        }

        if (_commonGate is not null)
        {
            register_module("gate_shared", _commonGate);
        }
    }

    /// <summary>The width of the outputs.</summary>
    public int OutputWidth => _common.OutputWidth;

    /// <summary>The number of tasks.</summary>
    public int TaskCount => _own.Length;

    /// <summary>The parameters of the shared experts and of the gate that mixes all experts.</summary>
    public IEnumerable<Parameter> CommonParameters => [.. _common.parameters(), .. _commonGate?.parameters() ?? []];

    /// <summary>The parameters of the tasks' own experts.</summary>
    public IEnumerable<Parameter> OwnParameters => _own.SelectMany(banks => banks.parameters());

    /// <summary>The parameters of the tasks' gates.</summary>
    public IEnumerable<Parameter> GateParameters => _gates.SelectMany(gate => gate.parameters());

    /// <summary>Computes the level.</summary>
    /// <param name="input">What the level reads: for each task and for the shared experts.</param>
    /// <param name="embedded">The embedded input, for gates that read it: <c>[batch, input width]</c>.</param>
    /// <param name="trace">Gets outputs and weights; null for none.</param>
    /// <param name="penalty">The gate-regularizers' penalty in a training pass; null where there is none.</param>
    /// <returns>What the next level reads; in the last level, the shared part is the input's.</returns>
    public ExtractionState Forward(
        ExtractionState input, torch.Tensor embedded, ForwardTrace? trace, out torch.Tensor? penalty)
    {
        penalty = null;
        torch.Tensor common = _common.Forward(input.Shared, null);
        torch.Tensor[] own = [.. _own.Select((banks, task) => banks.Forward(input.Tasks[task], null))];
        torch.Tensor? all = trace is null && _commonGate is null ? null : torch.cat([.. own, common], 0);
        if (all is not null)
        {
            trace?.Add(new ExpertActivation(_names, all));
        }

        var mixed = ImmutableArray.CreateBuilder<torch.Tensor>(own.Length);
        for (int task = 0; task < own.Length; task++)
        {
            torch.Tensor weights = _gates[task].Forward(
                _gateInput.Select(embedded, input.Tasks[task]), trace, out torch.Tensor? term);
            penalty = Penalties.Sum(penalty, term);
            mixed.Add(Mixture.Combine(weights, torch.cat([own[task], common], 0)).squeeze(0));
        }

        if (_commonGate is null)
        {
            return new ExtractionState(mixed.MoveToImmutable(), input.Shared);
        }

        torch.Tensor commonWeights = _commonGate.Forward(
            _gateInput.Select(embedded, input.Shared), trace, out torch.Tensor? last);
        penalty = Penalties.Sum(penalty, last);
        return new ExtractionState(mixed.MoveToImmutable(), Mixture.Combine(commonWeights, all!).squeeze(0));
    }
}
