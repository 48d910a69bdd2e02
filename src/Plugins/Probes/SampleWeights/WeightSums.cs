using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.SampleWeights;

/// <summary>Sums of one gate's weights over the rows of each class.</summary>
/// <param name="gate">The gate's name in metrics.</param>
/// <param name="experts">The experts' names.</param>
/// <param name="classes">The classes.</param>
internal sealed class WeightSums(string gate, ImmutableArray<string> experts, RowClasses classes)
{
    private readonly double[] _sums = new double[classes.Names.Length * experts.Length];
    private readonly double[] _rows = new double[classes.Names.Length];

    /// <summary>The experts' names.</summary>
    public ImmutableArray<string> Experts => experts;

    /// <summary>Adds a batch.</summary>
    /// <param name="values"><c>[rows]</c>: what the classes are of.</param>
    /// <param name="weights"><c>[rows, experts]</c>, float64.</param>
    public void Add(torch.Tensor values, torch.Tensor weights)
    {
        torch.Tensor members = classes.Members(values);
        double[] sums = members.t().mm(weights).cpu().contiguous().data<double>().ToArray();
        double[] rows = members.sum([0]).cpu().data<double>().ToArray();
        for (int index = 0; index < sums.Length; index++)
        {
            _sums[index] += sums[index];
        }

        for (int index = 0; index < rows.Length; index++)
        {
            _rows[index] += rows[index];
        }
    }

    /// <summary>The mean weights by expert and class; NaN for a class without rows.</summary>
    public IEnumerable<ProbeMetric> Means() => experts.SelectMany((expert, index) => classes.Names.Select((name, of) =>
        new ProbeMetric($"{gate}/{expert}/label-{name}", Mean(of, index) ?? double.NaN)));

    /// <summary>Classes by experts; classes without rows are left out.</summary>
    /// <param name="title">The title.</param>
    /// <param name="caption">How to read it.</param>
    /// <param name="rows">What the classes are.</param>
    public HeatMap Map(string title, string caption, string rows)
    {
        ImmutableArray<int> seen = [.. Enumerable.Range(0, _rows.Length).Where(of => _rows[of] > 0)];
        ImmutableArray<ImmutableArray<double?>> means =
            [.. seen.Select(of => experts.Select((_, expert) => Mean(of, expert)).ToImmutableArray())];
        return new HeatMap(
            title,
            caption,
            "expert",
            rows,
            experts,
            [.. seen.Select(of => classes.Names[of])],
            means,
            0,
            means.SelectMany(row => row).Max() ?? 1);
    }

    /// <summary>Saves the sums, or takes them from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("sums", _sums);
        state.Exchange("rows", _rows);
    }

    private double? Mean(int of, int expert) => _rows[of] == 0 ? null : _sums[(of * experts.Length) + expert] / _rows[of];
}
