using MmoePipeline.Plugins.DataSources.Draws;

namespace MmoePipeline.Plugins.DataSources.Synthetic;

/// <summary>The model that synthetic rows are drawn from.</summary>
/// <remarks>
/// Ma et al., Modeling Task Relationships in Multi-task Learning with Multi-gate Mixture-of-Experts, KDD 2018, section 3.2. Every
/// draw is a hash of the seed, what is drawn, and for which row, so any row can be computed for itself.
/// </remarks>
public sealed class SyntheticModel
{
    /// <summary>Changes whenever the same options give other rows.</summary>
    internal const int Version = 1;

    private readonly SyntheticDataSourceOptions _options;
    private readonly HashedDraws _draws;

    /// <summary>Draws weight vectors and sines.</summary>
    /// <param name="options">Sizes, correlation and seed.</param>
    public SyntheticModel(SyntheticDataSourceOptions options)
    {
        _options = options;
        _draws = new HashedDraws(options.Seed);
        double[][] directions = OrthogonalDirections();
        double rest = Math.Sqrt(1 - (options.Correlation * options.Correlation));
        Weights =
        [
            .. directions.Select((direction, task) => task == 0
                ? [.. direction.Select(value => options.Scale * value)]
                : direction.Select((value, index) => options.Scale * ((options.Correlation * directions[0][index]) + (rest * value)))
                    .ToImmutableArray()),
        ];
        Sines =
        [
            .. Enumerable.Range(0, options.Sines).Select(sine => new Sine(
                1 + (3 * _draws.Uniform("sine.frequency", sine)), 2 * Math.PI * _draws.Uniform("sine.phase", sine))),
        ];
    }

    /// <summary>The weight vector of each task.</summary>
    public ImmutableArray<ImmutableArray<double>> Weights { get; }

    /// <summary>The sines that all tasks have; frequencies are uniform on [1, 4), phases on [0, 2 pi).</summary>
    public ImmutableArray<Sine> Sines { get; }

    /// <summary>Draws the features of a row.</summary>
    /// <param name="row">The row's number, from 0.</param>
    /// <param name="features">Gets a standard normal draw for each dimension.</param>
    public void Features(long row, Span<double> features)
    {
        for (int dimension = 0; dimension < features.Length; dimension++)
        {
            features[dimension] = _draws.Normal("row.feature", (row * _options.Dimensions) + dimension);
        }
    }

    /// <summary>The label of a task, noise and the task's scale included.</summary>
    /// <param name="row">The row's number, from 0, for its noise.</param>
    /// <param name="features">The row's features.</param>
    /// <param name="task">The task's number, from 0.</param>
    public double Label(long row, ReadOnlySpan<double> features, int task)
    {
        double linear = 0;
        ReadOnlySpan<double> weights = Weights[task].AsSpan();
        for (int dimension = 0; dimension < weights.Length; dimension++)
        {
            linear += weights[dimension] * features[dimension];
        }

        double label = linear;
        foreach (Sine sine in Sines)
        {
            label += Math.Sin((sine.Frequency * linear) + sine.Phase);
        }

        label += _options.Noise * _draws.Normal("row.noise", (row * _options.Tasks) + task);
        return _options.LabelScales.IsEmpty ? label : _options.LabelScales[task] * label;
    }

    /// <summary>A unit vector for each task, each orthogonal to those before (Gram and Schmidt, on normal draws).</summary>
    private double[][] OrthogonalDirections()
    {
        var directions = new List<double[]>();
        for (int task = 0; task < _options.Tasks; task++)
        {
            double[] direction = new double[_options.Dimensions];
            for (int dimension = 0; dimension < direction.Length; dimension++)
            {
                direction[dimension] = _draws.Normal("direction", ((long)task * _options.Dimensions) + dimension);
            }

            // Twice: what rounding leaves of the first time is gone after the second.
            for (int pass = 0; pass < 2; pass++)
            {
                foreach (double[] before in directions)
                {
                    double along = direction.Zip(before, (first, second) => first * second).Sum();
                    direction = [.. direction.Zip(before, (value, other) => value - (along * other))];
                }
            }

            double length = Math.Sqrt(direction.Sum(value => value * value));
            directions.Add([.. direction.Select(value => value / length)]);
        }

        return [.. directions];
    }
}
