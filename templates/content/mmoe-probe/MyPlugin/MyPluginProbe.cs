using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MyPlugin;

/// <summary>Tells how large the largest weight of each gate is, in the mean over the validation rows.</summary>
/// <remarks>
/// <para>When to use it: say here what it shows; the program shows it.</para>
/// </remarks>
[Plugin("my-plugin")]
public sealed class MyPluginProbe(MyPluginProbeOptions options) : Probe, IResumable
{
    private readonly SortedDictionary<string, (double Sum, long Rows)> _largest = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _above = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override void OnValidationStarted() => _largest.Clear();

    /// <inheritdoc/>
    public override void OnValidationBatch(ProbedBatch batch)
    {
        foreach (GateActivation gates in batch.Trace.Gates)
        {
            using torch.Tensor largest = gates.Weights.amax([-1]).sum([0]).to(torch.float64).cpu();
            for (int gate = 0; gate < gates.Gates.Length; gate++)
            {
                (double sum, long rows) = _largest.GetValueOrDefault(gates.Gates[gate]);
                _largest[gates.Gates[gate]] = (sum + largest.data<double>()[gate], rows + gates.Weights.size(0));
            }
        }
    }

    /// <inheritdoc/>
    public override ProbeFigures OnValidationCompleted()
    {
        ImmutableArray<ProbeMetric> metrics =
            [.. _largest.Select(gate => new ProbeMetric($"my-plugin/{gate.Key}", gate.Value.Sum / gate.Value.Rows))];

        // A state is told of once, when it begins.
        ImmutableArray<ProbeAlert> alerts =
        [
            .. metrics.Where(metric => metric.Value > options.Threshold && _above.Add(metric.Name))
                .Select(metric => new ProbeAlert("my-plugin", $"{metric.Name} is {metric.Value:f3}, above {options.Threshold}.")),
        ];
        _above.ExceptWith(metrics.Where(metric => metric.Value <= options.Threshold).Select(metric => metric.Name));
        return new ProbeFigures(metrics, alerts);
    }

    /// <summary>What is remembered from one epoch to the next, so that a resumed run tells of nothing twice.</summary>
    public void ExchangeState(StateExchange state)
    {
        ImmutableArray<string> above = state.Exchange("above", _above.ToImmutableArray());
        _above.Clear();
        _above.UnionWith(above);
    }
}
