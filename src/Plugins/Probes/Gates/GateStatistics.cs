using MmoePipeline.Probing;

namespace MmoePipeline.Plugins.Probes.Gates;

/// <summary>Running sums over the rows that one gate has weighed.</summary>
/// <param name="name">The gate's name: the prefix of the metrics' names.</param>
/// <param name="experts">The experts' names.</param>
internal sealed class GateStatistics(string name, ImmutableArray<string> experts)
{
    private readonly double[] _weights = new double[experts.Length];
    private readonly double[] _decided = new double[experts.Length];
    private double _largest;
    private double _entropy;
    private long _rows;

    /// <summary>The gate's name.</summary>
    public string Name => name;

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Experts => experts;

    /// <summary>The number of rows.</summary>
    public long Rows => _rows;

    /// <summary>The mean weight of each expert.</summary>
    public ImmutableArray<double> MeanWeights => [.. _weights.Select(weight => weight / _rows)];

    /// <summary>For each expert the share of rows on which it has more than 0.9.</summary>
    public ImmutableArray<double> Decided => [.. _decided.Select(rows => rows / _rows)];

    /// <summary><c>exp(-sum_i m_i log m_i)</c> of the mean weights m.</summary>
    public double EffectiveExperts
    {
        get
        {
            double total = _weights.Sum();
            return Math.Exp(-_weights.Where(weight => weight > 0).Sum(weight => weight / total * Math.Log(weight / total)));
        }
    }

    /// <summary>Adds the sums over some rows.</summary>
    public void Add(long rows, ReadOnlySpan<double> weights, double largest, double entropy, ReadOnlySpan<double> decided)
    {
        for (int expert = 0; expert < weights.Length; expert++)
        {
            _weights[expert] += weights[expert];
            _decided[expert] += decided[expert];
        }

        _rows += rows;
        _largest += largest;
        _entropy += entropy;
    }

    /// <summary>The means over all rows.</summary>
    public IEnumerable<ProbeMetric> Means() =>
    [
        .. experts.Zip(MeanWeights, (expert, weight) => new ProbeMetric($"{name}/weight/{expert}", weight)),
        new($"{name}/largest", _largest / _rows),
        new($"{name}/entropy", _entropy / _rows),
        new($"{name}/effectiveExperts", EffectiveExperts),
        new($"{name}/onOneExpert", Decided.Sum()),
    ];
}
