using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Probing;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>Shows how each task's gate spreads its weight over the experts.</summary>
/// <remarks>
/// <para>
/// Over the validation rows: the mean weight of each expert, the mean of the largest weight of a row, and the mean entropy of a
/// row's weights in nats, where <c>log(experts)</c> is an even spread and 0 a collapse onto one expert.
/// </para>
/// <para>When to use it: always; it costs nothing worth mentioning.</para>
/// </remarks>
[Plugin("gates")]
public sealed class GatesProbe : Probe
{
    private readonly Dictionary<(int Bank, int Gate), GateStatistics> _statistics = [];

    /// <inheritdoc/>
    public override void OnValidationBatch(ForwardTrace trace)
    {
        for (int bank = 0; bank < trace.Gates.Count; bank++)
        {
            GateActivation activation = trace.Gates[bank];
            double[] weights = Sums(activation.Weights);
            double[] largest = Sums(activation.Weights.amax([-1]));
            double[] entropy = Sums(torch.special.entr(activation.Weights).sum(-1));
            int experts = activation.Experts.Length;
            for (int gate = 0; gate < activation.Gates.Length; gate++)
            {
                if (!_statistics.TryGetValue((bank, gate), out GateStatistics? statistics))
                {
                    string prefix = trace.Gates.Count == 1 ? "gates" : $"gates/{bank}";
                    statistics = new GateStatistics($"{prefix}/{activation.Gates[gate]}", activation.Experts);
                    _statistics.Add((bank, gate), statistics);
                }

                statistics.Add(
                    activation.Weights.shape[0], weights.AsSpan(gate * experts, experts), largest[gate], entropy[gate]);
            }
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<ProbeMetric> OnValidationCompleted()
    {
        ImmutableArray<ProbeMetric> metrics =
            [.. _statistics.OrderBy(pair => pair.Key).SelectMany(pair => pair.Value.Means())];
        _statistics.Clear();
        return metrics;
    }

    /// <summary>Sums over the batch, the first dimension, in double precision.</summary>
    private static double[] Sums(torch.Tensor values)
    {
        using torch.Tensor sums = values.sum(0, type: torch.float64).cpu();
        return sums.data<double>().ToArray();
    }
}
