using MmoePipeline.Construction;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp.Modules;

namespace MmoePipeline.Testing.Places;

/// <summary>A short run of a small network of two tasks, with a probe or without.</summary>
internal sealed class ProbedRun : IDisposable
{
    private static readonly ImmutableArray<string> Tasks = ["first", "second"];
    private static readonly FeatureLayout Layout = Layouts.Mixed;

    private readonly ConformanceClock _clock = new();
    private readonly RandomStreams _random;
    private readonly SmallNetwork _network;
    private readonly SharedParameterGroups _groups;
    private readonly Probe? _probe;
    private readonly FeatureBatch _sample;
    private readonly Tensor _targets;
    private int _step;

    public ProbedRun(Subject? subject, long seed = 7)
    {
        torch.manual_seed(seed);
        _random = new RandomStreams(seed);
        ImmutableArray<TaskOutput> outputs = [.. Tasks.Select((task, index) => new TaskOutput(task, index, 1) { Type = "binary" })];
        _network = new SmallNetwork(new ModelContext
        {
            Features = Layout,
            Tasks = outputs,
            Random = _random,
            Device = torch.CPU,
            Path = "model",
            Activator = new PluginActivator(new ConformanceServices(_clock, subject?.Settings.Services)),
        });
        _groups = new SharedParameterGroups(_network);
        using (torch.NewDisposeScope())
        {
            (FeatureBatch rows, Tensor targets) = Rows(1000, 32);
            (_sample, _targets) = (
                new FeatureBatch(rows.Categorical.DetachFromDisposeScope(), rows.Numeric.DetachFromDisposeScope()), targets.DetachFromDisposeScope());
        }

        _probe = subject?.Create<Probe, ProbeContext>(_clock, new ProbeContext
        {
            Path = "probes.0",
            Tasks = Tasks,
            Outputs = outputs,
            Model = _network,
            SharedGroups = _groups,
            Features = Layout,
            FieldValues = [.. Layout.Categorical.Select(field =>
                Enumerable.Range(0, field.Cardinality).Select(code => code == 0 ? "" : $"{field.Name}{code}").ToImmutableArray())],
            Sample = new ProbeSample(_sample, _targets),
            Clock = _clock,
            Random = _random,
        });
    }

    public RandomStreams Random => _random;

    public bool IsTraining => _network.training;

    /// <summary>The network's parameters.</summary>
    public IReadOnlyDictionary<string, Tensor> State => _network.state_dict();

    /// <summary>The probe, if it is resumable.</summary>
    public IReadOnlyDictionary<string, IResumable> ResumableParts =>
        _probe is null ? ImmutableDictionary<string, IResumable>.Empty : SavedParts.PartsOf(_probe);

    /// <summary>Trains an epoch of a few steps and evaluates it.</summary>
    public ProbeFigures Epoch()
    {
        Train(6);
        return Evaluate();
    }

    /// <summary>Trains some steps of an epoch.</summary>
    public void Train(int steps)
    {
        _network.train();
        for (int step = 0; step < steps; step++)
        {
            Step();
        }
    }

    /// <summary>Goes to where another run is, but for the probe's own state.</summary>
    public void GoTo(ProbedRun other)
    {
        _network.load_state_dict(other._network.state_dict());
        GeneratorStates.Restore(_random, GeneratorStates.Of(other._random));
        _step = other._step;
        _clock.Set(other._clock.Step);
    }

    /// <summary>Ends an epoch.</summary>
    public ProbeFigures Evaluate()
    {
        _network.eval();
        using (torch.no_grad())
        {
            _probe?.OnValidationStarted();
            foreach (int batch in new[] { 0, 1 })
            {
                using DisposeScope scope = torch.NewDisposeScope();
                (FeatureBatch rows, Tensor targets) = Rows(2000 + batch, 16);
                var trace = new ForwardTrace();
                Tensor logits = _network.Forward(rows, trace).Logits;
                _probe?.OnValidationBatch(new ProbedBatch(rows, targets, logits, trace));
            }
        }

        using DisposeScope figures = torch.NewDisposeScope();
        return _probe?.OnValidationCompleted() ?? ProbeFigures.None;
    }

    public ImmutableArray<Finding> Findings() => _probe?.Findings() ?? [];

    public ImmutableArray<ReportSection> Sections() => _probe?.Sections() ?? [];

    public void Dispose()
    {
        (_probe as IDisposable)?.Dispose();
        _network.Dispose();
        _random.Dispose();
        _sample.Categorical.Dispose();
        _sample.Numeric.Dispose();
        _targets.Dispose();
    }

    private void Step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _clock.Set(_step);
        bool isDue = _probe?.IsDue(_step + 1) == true;
        (FeatureBatch rows, Tensor targets) = Rows(_step, 16);
        ModelOutput output = _network.Forward(rows);
        Tensor losses = torch.nn.functional.binary_cross_entropy_with_logits(output.Logits, targets, reduction: torch.nn.Reduction.None).mean([0]);
        ProbedStep? probed = isDue ? new ProbedStep(losses, _groups.Parameters) : null;
        if (probed is not null)
        {
            _probe!.OnLosses(probed);
        }

        _network.zero_grad();
        losses.sum().backward();
        using IDisposable noGrad = torch.no_grad();
        if (probed is not null)
        {
            probed.Weights = torch.ones_like(losses);
        }

        foreach (Parameter parameter in _network.parameters())
        {
            if (parameter.grad is { } gradient)
            {
                parameter.sub_(gradient * 0.1);
            }
        }

        if (probed is not null)
        {
            _probe!.OnStepped(probed);
        }

        _step++;
    }

    /// <summary>Targets that have to do with the rows, and of which both values occur.</summary>
    private static (FeatureBatch Rows, Tensor Targets) Rows(int data, int rows)
    {
        FeatureBatch batch = Layouts.Rows(Layout, data, rows);
        Tensor numeric = batch.Numeric.select(1, 0);
        return (batch, torch.stack([numeric.gt(0), numeric.add(Draws.Normal(data + 500, rows)).gt(0.3)], 1).to(torch.float32));
    }

    private sealed class SmallNetwork : MultiTaskModel
    {
        private readonly MixtureBottom _bottom;
        private readonly Towers _towers;

        public SmallNetwork(ModelContext context)
            : base(nameof(SmallNetwork))
        {
            _bottom = new MixtureBottom(
                "", new SharedLayersOptions(), [new(StandInExperts.Descriptor, null, "model.experts.0")], new GateOptions(), context);
            _towers = new Towers("towers", new TowerOptions { Hidden = [4] }, _bottom.OutputWidth, context);
            register_module("bottom", _bottom);
            register_module("towers", _towers);
            Parts = [.. _bottom.Parts, new("towers", _towers)];
        }

        public override IReadOnlyList<Parameter> SharedParameters => _bottom.SharedParameters;

        public override ImmutableArray<ModelPart> Parts { get; }

        public override ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null)
        {
            Tensor representations = _bottom.Forward(features, trace, out Tensor? penalty);
            return new ModelOutput(_towers.Forward(representations), penalty);
        }
    }
}
