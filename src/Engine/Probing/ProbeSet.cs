using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Engine.Data.Batches;
using MmoePipeline.Engine.Data.Encoding;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Randomness;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Engine.Probing;

/// <summary>The probes of a run: they are asked in the order of the configuration, and their time is taken.</summary>
internal sealed class ProbeSet : IDisposable
{
    private const int SampleRows = 1024;

    private readonly List<GuardedProbe> _probes = [];
    private readonly SharedParameterGroups? _groups;
    private readonly ProbeSample? _sample;
    private readonly Stopwatch _time = new();
    private readonly List<GuardedProbe> _due = [];

    /// <summary>Constructs the probes. Without any, nothing is prepared. Where one can't be constructed, those before it are disposed of.</summary>
    /// <param name="slots">The configured probes.</param>
    /// <param name="activator">Constructs them.</param>
    /// <param name="network">What they watch.</param>
    /// <param name="table">The data, of which the first validation rows are the sample.</param>
    /// <param name="features">The fields of the input.</param>
    /// <param name="clock">How far training has come.</param>
    /// <param name="random">The run's random streams.</param>
    /// <param name="logger">Is told of probes that throw; null tells nobody.</param>
    public ProbeSet(
        ImmutableArray<PluginSlot<Probe>> slots,
        PluginActivator activator,
        TrainedNetwork network,
        EncodedTable table,
        FeatureLayout features,
        ITrainingClock clock,
        RandomStreams random,
        ILogger? logger = null)
    {
        if (slots.IsEmpty)
        {
            return;
        }

        try
        {
            _groups = new SharedParameterGroups(network.Model);
            _sample = Sample(table.Validation, network.Device);
            var context = new ProbeContext
            {
                Path = "",
                Tasks = [.. network.Tasks.Select(task => task.Name)],
                Outputs = network.Outputs,
                Model = network.Model,
                SharedGroups = _groups,
                Features = features,
                FieldValues = [.. table.Encoding.Categorical.Select(field => field.Values.Insert(0, ""))],
                Sample = _sample,
                Clock = clock,
                Random = random,
            };
            foreach (PluginSlot<Probe> slot in slots)
            {
                Probe probe = activator.Create(slot, context with { Path = slot.Path });
                _probes.Add(new GuardedProbe(slot.Plugin.Name, slot.Path, probe, clock, logger ?? NullLogger.Instance));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _probes.Count == 0;

    /// <summary>The probes' state, by their paths in the configuration.</summary>
    public ImmutableArray<(string Name, IResumable Part)> ResumableParts => [.. _probes.Select(probe => (probe.Path, (IResumable)probe))];

    /// <summary>The time that probes took so far.</summary>
    public TimeSpan Elapsed => _time.Elapsed;

    /// <summary>Looks which probes want to see the next step.</summary>
    /// <param name="step">Steps since the start of the run, from 1.</param>
    /// <returns>Whether any does.</returns>
    public bool IsDue(long step)
    {
        _due.Clear();
        foreach (GuardedProbe probe in _probes)
        {
            if (probe.Ask(nameof(Probe.IsDue), asked => asked.IsDue(step), otherwise: false))
            {
                _due.Add(probe);
            }
        }

        return _due.Count > 0;
    }

    /// <summary>Shows the losses of a step that is due.</summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph.</param>
    /// <returns>The step, for <see cref="OnStepped"/>.</returns>
    public ProbedStep OnLosses(torch.Tensor losses)
    {
        _time.Start();
        var step = new ProbedStep(losses, _groups!.Parameters);
        foreach (GuardedProbe probe in _due)
        {
            probe.Tell(nameof(Probe.OnLosses), told => told.OnLosses(step));
        }

        _time.Stop();
        return step;
    }

    /// <summary>Keeps the weights that the losses of a step that is due were given; before the step changes them.</summary>
    public void OnWeighted(ProbedStep step, LossWeighting weighting)
    {
        using IDisposable noGrad = torch.no_grad();
        _time.Start();
        step.Weights = weighting.CurrentWeights();
        _time.Stop();
    }

    /// <summary>Shows a step that is due after the optimizer.</summary>
    public void OnStepped(ProbedStep step)
    {
        using IDisposable noGrad = torch.no_grad();
        _time.Start();
        foreach (GuardedProbe probe in _due)
        {
            probe.Tell(nameof(Probe.OnStepped), told => told.OnStepped(step));
        }

        _time.Stop();
    }

    /// <summary>Says that validation batches come next.</summary>
    public void OnValidationStarted()
    {
        _time.Start();
        foreach (GuardedProbe probe in _probes)
        {
            probe.Tell(nameof(Probe.OnValidationStarted), told => told.OnValidationStarted());
        }

        _time.Stop();
    }

    /// <summary>Shows a batch of validation rows.</summary>
    public void OnValidationBatch(ProbedBatch batch)
    {
        _time.Start();
        foreach (GuardedProbe probe in _probes)
        {
            probe.Tell(nameof(Probe.OnValidationBatch), told => told.OnValidationBatch(batch));
        }

        _time.Stop();
    }

    /// <summary>Collects the figures of an epoch.</summary>
    public (ImmutableArray<ProbeMetric> Metrics, ImmutableArray<(string Probe, ProbeAlert Alert)> Alerts) OnValidationCompleted()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        _time.Start();
        ImmutableArray<(string Name, ProbeFigures Figures)> figures =
        [
            .. _probes.Select(named => (
                named.Name, named.Ask(nameof(Probe.OnValidationCompleted), asked => asked.OnValidationCompleted(), ProbeFigures.None))),
        ];
        _time.Stop();
        return (
            [.. figures.SelectMany(of => of.Figures.Metrics)],
            [.. figures.SelectMany(of => of.Figures.Alerts, (of, alert) => (of.Name, alert))]);
    }

    /// <summary>What the probes say at the end of a run. A probe's mistake is told and what it said left out; the run ends well.</summary>
    /// <param name="logger">Is told of mistakes.</param>
    /// <param name="cancellation">Stops between two probes.</param>
    public ProbeReport Report(ILogger logger, CancellationToken cancellation)
    {
        TimeSpan before = _time.Elapsed;
        _time.Start();
        ImmutableArray<(ImmutableArray<Finding> Findings, ImmutableArray<ReportSection> Sections)> said =
        [
            .. _probes.Where(named => named.WhyOff is null).Select(named =>
            {
                cancellation.ThrowIfCancellationRequested();
                return ProbeWords.Of(named.Name, named.Path, named.Probe, logger);
            }),
        ];
        _time.Stop();
        return new ProbeReport(
            [.. said.SelectMany(of => of.Findings), .. Unmeasured()], [.. said.SelectMany(of => of.Sections)], _time.Elapsed - before);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (GuardedProbe probe in _probes)
        {
            probe.Dispose();
        }

        foreach (torch.Tensor tensor in _sample is null ? [] : _sample.Features.Tensors.Append(_sample.Targets))
        {
            tensor.Dispose();
        }
    }

    /// <summary>A probe that was switched off counts as "not measured" for every built-in issue.</summary>
    private IEnumerable<Finding> Unmeasured() => _probes.Where(probe => probe.WhyOff is not null).SelectMany(probe =>
        IssueNames.BuiltIn.Select(issue => new Finding(
            issue, false, double.NaN, double.NaN, $"{probe.Path} was switched off: {probe.WhyOff}.", [])));

    private static ProbeSample Sample(EncodedRows rows, torch.Device device)
    {
        // Copied while the stream is open: it frees its tensors when it is left.
        using IEnumerator<Batch> batches = rows.InOrder(Math.Min(SampleRows, rows.Rows), device).GetEnumerator();
        batches.MoveNext();
        Batch batch = batches.Current;
        return new ProbeSample(
            batch.Features.Select(tensor => tensor.clone().DetachFromDisposeScope()),
            batch.Targets.clone().DetachFromDisposeScope());
    }
}
