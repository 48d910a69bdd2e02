using CsCheck;
using MmoePipeline.Losses;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>Gradients as plain arrays, and what a weighting makes of them.</summary>
public abstract class GradientWeightingFixture : NetworkFixture
{
    private const int Values = 8;

    /// <summary>Three to six gradients of eight values, some of them pointing against each other.</summary>
    protected static Gen<double[][]> AnyGradients { get; } =
        from tasks in Gen.Int[3, 6]
        from rows in Gen.Double[-1, 1].Array[Values].Where(row => Dot(row, row) > 0.1).Array[tasks]
        from sizes in Gen.Double[0.2, 5].Array[tasks]
        select rows.Zip(sizes, Scaled).ToArray();

    /// <summary>Builds a weighting of some tasks.</summary>
    protected static TWeighting Build<TWeighting>(
        Func<LossWeightingContext, TWeighting> create, RandomStreams random, int tasks, long values = Values)
        where TWeighting : LossWeighting => create(new LossWeightingContext
        {
            Tasks = [.. Enumerable.Range(0, tasks).Select(task => $"task{task}")],
            SharedParameterCount = values,
            Path = "loss",
            Random = random,
            Device = torch.CPU,
        });

    /// <summary>The first step of a fresh weighting.</summary>
    protected static double[] Combined<TWeighting>(Func<LossWeightingContext, TWeighting> create, double[][] gradients, double[]? losses = null)
        where TWeighting : GradientWeighting
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new RandomStreams(5);
        using TWeighting weighting = Build(create, random, gradients.Length, gradients[0].Length);
        return Combined(weighting, gradients, losses);
    }

    /// <summary>A step, with the same gradients in every sample.</summary>
    protected static double[] Combined(GradientWeighting weighting, double[][] gradients, double[]? losses = null)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor matrix = Matrix(gradients);
        torch.Tensor combined = weighting.Combine(new TaskGradients(
            Vector(losses ?? [.. gradients.Select(_ => 1.0)]),
            [.. Enumerable.Repeat(matrix, weighting.Samples)]));
        return Doubles(combined);
    }

    protected static double[] Weights(LossWeighting weighting)
    {
        using torch.Tensor weights = weighting.CurrentWeights();
        return Doubles(weights);
    }

    protected static double[] Doubles(torch.Tensor tensor)
    {
        using torch.Tensor copy = tensor.detach().to(torch.float64);
        return [.. copy.data<double>()];
    }

    protected static torch.Tensor Vector(params double[] values) => torch.tensor(values, torch.float32);

    protected static torch.Tensor Matrix(double[][] rows) =>
        torch.tensor(rows.SelectMany(row => row).ToArray(), torch.float32).reshape(rows.Length, rows[0].Length);

    protected static double Dot(double[] left, double[] right) => left.Zip(right, (a, b) => a * b).Sum();

    protected static double Norm(double[] vector) => Math.Sqrt(Dot(vector, vector));

    protected static double[] Scaled(double[] vector, double factor) => [.. vector.Select(value => value * factor)];

    protected static double[] Sum(params double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Sum(row => row[column]))];

    protected static void Near(double[] expected, double[] actual, double tolerance = 1e-4)
    {
        double scale = Math.Max(1, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.True(
                Math.Abs(expected[index] - actual[index]) <= tolerance * scale,
                $"[{string.Join(", ", actual)}] instead of [{string.Join(", ", expected)}]");
        }
    }
}
