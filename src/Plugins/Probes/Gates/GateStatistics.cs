using MmoePipeline.Probing;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>Running sums over the rows that one gate has weighed.</summary>
/// <param name="prefix">The prefix of the metrics' names.</param>
/// <param name="experts">The experts' names.</param>
internal sealed class GateStatistics(string prefix, ImmutableArray<string> experts)
{
    private readonly double[] _weights = new double[experts.Length];
    private double _largest;
    private double _entropy;
    private long _rows;

    /// <summary>Adds the sums over some rows.</summary>
    public void Add(long rows, ReadOnlySpan<double> weights, double largest, double entropy)
    {
        for (int expert = 0; expert < weights.Length; expert++)
        {
            _weights[expert] += weights[expert];
        }

        _rows += rows;
        _largest += largest;
        _entropy += entropy;
    }

    /// <summary>The means over all rows.</summary>
    public IEnumerable<ProbeMetric> Means() =>
    [
        .. experts.Select((name, expert) => new ProbeMetric($"{prefix}/weight/{name}", _weights[expert] / _rows)),
        new($"{prefix}/largest", _largest / _rows),
        new($"{prefix}/entropy", _entropy / _rows),
    ];
}
