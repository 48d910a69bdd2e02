using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Tests.Architectures;

/// <summary>
/// The parameters of a network in double precision, and the blocks that architectures are made of, written out with loops for
/// one row. Layers are known by the names of their parameters.
/// </summary>
public sealed class SlowNetwork
{
    private readonly Dictionary<string, double[]> _values;
    private readonly Dictionary<string, long[]> _shapes;

    public SlowNetwork(MultiTaskModel model)
    {
        _values = model.named_parameters().ToDictionary(
            named => named.name, named => named.parameter.detach().contiguous().data<float>().ToArray().Select(value => (double)value).ToArray());
        _shapes = model.named_parameters().ToDictionary(named => named.name, named => named.parameter.shape);
        Frozen = this;
    }

    private SlowNetwork(SlowNetwork other)
    {
        _values = other._values.ToDictionary(pair => pair.Key, pair => (double[])pair.Value.Clone());
        _shapes = other._shapes;
        Frozen = other;
    }

    /// <summary>The network before any parameter was moved: what a stop-gradient leaves of it.</summary>
    public SlowNetwork Frozen { get; }

    public double[] this[string name] => _values[name];

    /// <summary>The same network with one entry moved.</summary>
    public SlowNetwork Moved(string name, long index, double step)
    {
        var moved = new SlowNetwork(this);
        moved._values[name][index] += step;
        return moved;
    }

    /// <summary>The embedded input: two vectors of two values, and the number.</summary>
    public double[] Embed(string table, SlowRow row)
    {
        double[] values = _values[$"{table}.table"];
        return
        [
            values[row.First * 2], values[(row.First * 2) + 1], values[row.Second * 2], values[(row.Second * 2) + 1], row.Number,
        ];
    }

    /// <summary>An affine map of several over one input: weight <c>[in, count * out]</c>.</summary>
    public double[] FanOut(string layer, double[] input, int map, int count)
    {
        (double[] weight, double[] bias) = (_values[$"{layer}.weight"], _values[$"{layer}.bias"]);
        int width = bias.Length / count;
        var output = new double[width];
        for (int column = 0; column < width; column++)
        {
            output[column] = bias[(map * width) + column];
            for (int index = 0; index < input.Length; index++)
            {
                output[column] += input[index] * weight[(index * bias.Length) + (map * width) + column];
            }
        }

        return output;
    }

    /// <summary>An affine map of several with an input each: weight <c>[count, in, out]</c>.</summary>
    public double[] Parallel(string layer, double[] input, int map)
    {
        (double[] weight, double[] bias) = (_values[$"{layer}.weight"], _values[$"{layer}.bias"]);
        int width = (int)_shapes[$"{layer}.weight"][2];
        var output = new double[width];
        for (int column = 0; column < width; column++)
        {
            output[column] = bias[(map * width) + column];
            for (int index = 0; index < input.Length; index++)
            {
                output[column] += input[index] * weight[(((map * input.Length) + index) * width) + column];
            }
        }

        return output;
    }

    /// <summary>The experts of one bank with one layer each.</summary>
    public double[][] Experts(string bank, double[] input, int count) =>
        [.. Enumerable.Range(0, count).Select(expert => Relu(FanOut($"{bank}.0.layers.0", input, expert, count)))];

    /// <summary>The weights of one gate of a bank of linear gates.</summary>
    public double[] Gate(string bank, double[] input, int gate, int count) => Softmax(FanOut($"{bank}.0", input, gate, count));

    /// <summary>The logit of a task's tower with one hidden layer.</summary>
    public double Tower(string towers, double[] input, int task) =>
        Parallel($"{towers}.output0", Relu(Parallel($"{towers}.hidden.0", input, task)), task)[0];

    public static double[] Relu(double[] values) => [.. values.Select(value => Math.Max(value, 0))];

    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    public static double[] Softmax(double[] logits)
    {
        double sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    /// <summary>The sum of some vectors, each times its weight.</summary>
    public static double[] Mix(double[] weights, params double[][] vectors)
    {
        Assert.Equal(weights.Length, vectors.Length);
        var sum = new double[vectors[0].Length];
        for (int vector = 0; vector < vectors.Length; vector++)
        {
            for (int index = 0; index < sum.Length; index++)
            {
                sum[index] += weights[vector] * vectors[vector][index];
            }
        }

        return sum;
    }
}
