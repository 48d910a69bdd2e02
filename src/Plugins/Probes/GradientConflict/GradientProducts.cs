namespace MmoePipeline.Plugins.Probes.GradientConflict;

/// <summary>What a step tells of the tasks' gradients on a group of parameters. Products of parts of a group add up.</summary>
internal sealed class GradientProducts
{
    /// <summary>The order of magnitude, as a power of ten, at which the first bin of the magnitudes begins.</summary>
    public const int FirstMagnitude = -12;

    /// <summary>The order of magnitude at which the last bin ends.</summary>
    public const int LastMagnitude = 2;

    /// <summary>The bins of magnitudes: two for each power of ten.</summary>
    public const int Bins = 2 * (LastMagnitude - FirstMagnitude);

    private readonly int _tasks;
    private readonly double[] _values;

    /// <summary>Takes over the figures.</summary>
    /// <param name="tasks">The number of tasks.</param>
    /// <param name="values">
    /// One behind the other: inner products <c>[tasks, tasks]</c>; sums of the products of signs <c>[tasks, tasks]</c>; numbers of
    /// parameters on which both are not zero <c>[tasks, tasks]</c>; numbers of parameters by magnitude <c>[tasks, Bins]</c>.
    /// </param>
    public GradientProducts(int tasks, double[] values) => (_tasks, _values) = (tasks, values);

    /// <summary>How many figures there are for so many tasks.</summary>
    public static int Length(int tasks) => (3 * tasks * tasks) + (tasks * Bins);

    /// <summary>The products of groups that have no parameter in common as one group.</summary>
    public static GradientProducts Sum(int tasks, IEnumerable<GradientProducts> parts)
    {
        double[] sum = new double[Length(tasks)];
        foreach (GradientProducts part in parts)
        {
            for (int index = 0; index < sum.Length; index++)
            {
                sum[index] += part._values[index];
            }
        }

        return new GradientProducts(tasks, sum);
    }

    /// <summary>The norm of a task's gradient.</summary>
    public double Norm(int task) => Math.Sqrt(Pair(0, task, task));

    /// <summary>The cosine of the angle between two tasks' gradients; NaN where one is zero.</summary>
    public double Cosine(int first, int second) => Pair(0, first, second) / (Norm(first) * Norm(second));

    /// <summary>
    /// The share of parameters on which two gradients have opposite signs, of those on which neither is zero; NaN where there is none.
    /// </summary>
    public double OppositeSigns(int first, int second)
    {
        double both = Pair(2, first, second);
        return (both - Pair(1, first, second)) / 2 / both;
    }

    /// <summary>The larger norm divided by the smaller.</summary>
    public double MagnitudeRatio(int first, int second) =>
        Math.Max(Norm(first), Norm(second)) / Math.Min(Norm(first), Norm(second));

    /// <summary>How many parameters have a gradient of a task in each bin of magnitudes.</summary>
    public ReadOnlySpan<double> Magnitudes(int task) => _values.AsSpan((3 * _tasks * _tasks) + (task * Bins), Bins);

    private double Pair(int matrix, int first, int second) => _values[(((matrix * _tasks) + first) * _tasks) + second];
}
