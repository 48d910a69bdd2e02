using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.AlignedMtl;
using MmoePipeline.Plugins.LossWeightings.Cagrad;
using MmoePipeline.Plugins.LossWeightings.Fairgrad;
using MmoePipeline.Plugins.LossWeightings.Imtl;
using MmoePipeline.Plugins.LossWeightings.Mgda;
using MmoePipeline.Plugins.LossWeightings.NashMtl;
using MmoePipeline.Plugins.LossWeightings.Upgrad;
using MmoePipeline.Randomness;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>What the solvers promise, for gradients whose norms differ by up to 1e7, for zeros among them, and for dependent ones.</summary>
public sealed class SizeRatioTests : GradientWeightingFixture
{
    private const int Values = 8;

    private static readonly Gen<double[]> Unit = Gen.Double[-1, 1].Array[Values].Where(row => Dot(row, row) > 0.1).Select(row => Scaled(row, 1 / Norm(row)));

    /// <summary>Two to six gradients; up to one of them is zero, and up to one is a combination of two others.</summary>
    private static readonly Gen<double[][]> Gradients =
        from tasks in Gen.Int[2, 6]
        from units in Unit.Array[tasks]
        from exponents in Gen.Double[0, 7].Array[tasks]
        from zero in Gen.Int[-6, tasks - 1]
        from dependent in Gen.Int[-6, tasks - 1]
        from share in Gen.Double[-1, 1]
        select AsFloats(units.Select((unit, task) =>
            task == zero ? new double[Values]
            : task == dependent && tasks > 2 ? Scaled(Sum(units[(task + 1) % tasks], Scaled(units[(task + 2) % tasks], share)), Math.Pow(10, exponents[task]))
            : Scaled(unit, Math.Pow(10, exponents[task]))));

    /// <summary>Gradients whose cosines are well conditioned, so that an equation has a solution of moderate size.</summary>
    private static readonly Gen<double[][]> Independent = Gradients.Where(gradients =>
        gradients.All(row => Norm(row) > 0) && Cosines(gradients).Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real) > 0.02);

    /// <summary>The weights of rows A1 to A3, with the size of each gradient times its weight compared: <c>a_k |g_k|</c>.</summary>
    [Theory]
    [InlineData("nash-mtl", 1e3)]
    [InlineData("nash-mtl", 1e4)]
    [InlineData("nash-mtl", 1e5)]
    [InlineData("nash-mtl", 1e6)]
    [InlineData("fairgrad", 1e3)]
    [InlineData("fairgrad", 1e4)]
    [InlineData("fairgrad", 1e5)]
    [InlineData("fairgrad", 1e6)]
    [InlineData("aligned-mtl", 1e3)]
    [InlineData("aligned-mtl", 1e4)]
    [InlineData("aligned-mtl", 1e7)]
    public void A_small_gradient_next_to_a_large_one_keeps_its_weight(string name, double size)
    {
        using GradientWeighting weighting = Build(context => Create(name, context), Random, 2, 2);
        Combined(weighting, [[size, 0], [0, 1]]);
        Assert.Equal(1, Weights(weighting)[1], 1e-5);

        // Orthogonal: M a = a^-p gives a = |g|^(-2 / (1 + p)), p = 1 / alpha = 1/2 for fairgrad; aligned gradients are of length 1.
        double power = name == "fairgrad" ? -4.0 / 3 : -1;
        Assert.Equal(1, Weights(weighting)[0] / Math.Pow(size, power), 1e-5);
    }

    /// <summary>Row A2: for orthogonal gradients w is proportional to 1 / |g|^2.</summary>
    [Theory]
    [InlineData(1e4)]
    [InlineData(1e5)]
    [InlineData(1e7)]
    public void The_shortest_combination_of_orthogonal_gradients_is_even_among_equals(double size)
    {
        using Mgda weighting = Build(context => new Mgda(new MgdaOptions(), context), Random, 3, 3);
        Combined(weighting, [[size, 0, 0], [0, 1, 0], [0, 0, 1]]);
        double first = 1 / (size * size);
        double[] weights = Weights(weighting);
        Assert.Equal(1, weights[0] / (first / (2 + first)), 1e-4);
        Assert.Equal(0.5, weights[1], 1e-5);
        Assert.Equal(0.5, weights[2], 1e-5);
    }

    /// <summary>Row A2: w = (2.69e-7, 0.5384, 0.4616) for 1e6; the small weight goes with 1 / size.</summary>
    [Theory]
    [InlineData(1e5)]
    [InlineData(1e6)]
    public void The_shortest_combination_of_a_chain_has_its_values(double size)
    {
        using Mgda weighting = Build(context => new Mgda(new MgdaOptions(), context), Random, 3, 3);
        Combined(weighting, Chain(size));
        double[] weights = Weights(weighting);
        Assert.Equal(2.69, weights[0] * size * 10, 0.01);
        Assert.Equal(0.5384, weights[1], 2e-4);
        Assert.Equal(0.4616, weights[2], 2e-4);
    }

    /// <summary>Row A2: K t w of the two small tasks is 35356 each for (1e5, 1, 1), and 5e6 for (1e7, 1).</summary>
    [Fact]
    public void Conflict_averse_weights_of_small_gradients_have_their_values()
    {
        using Cagrad three = Build(context => new Cagrad(new CagradOptions(), context), Random, 3, 3);
        Combined(three, [[1e5, 0, 0], [0, 1, 0], [0, 0, 1]]);
        Assert.All(Weights(three)[1..], weight => Assert.Equal(35356, weight, 5.0));
        Assert.Equal(1, Weights(three)[0], 1e-4);
        using var random = new RandomStreams(1);
        using Cagrad two = Build(context => new Cagrad(new CagradOptions(), context), random, 2, 2);
        Combined(two, [[1e7, 0], [0, 1]]);
        Assert.Equal(5e6, Weights(two)[1], 1e3);
    }

    /// <summary>Row A2: (762000, 381000, 190500) for 1e6, and nobody is worsened.</summary>
    [Theory]
    [InlineData(1e5)]
    [InlineData(1e6)]
    [InlineData(1e7)]
    public void Jacobian_descent_of_a_chain_has_its_values(double size)
    {
        double[] combined = Combined(context => new Upgrad(context), Chain(size));
        Near([0.762, 0.381, 0.1905], Scaled(combined, 1 / size), 1e-4);
        Assert.All(Chain(size), gradient => Assert.True(Dot(combined, gradient) >= -1e-6 * Norm(combined) * Norm(gradient)));
    }

    [Fact]
    public void Jacobian_descent_worsens_no_task() => Gradients.Sample(
        gradients =>
        {
            double[] combined = Combined(context => new Upgrad(context), gradients);
            double[] exact = Sum([.. gradients.Select((row, task) => Norm(row) > 0 ? ExactSolutions.Projection([.. gradients.Where(of => Norm(of) > 0)], Place(gradients, task)) : row)]);
            double size = gradients.Sum(Norm);
            Assert.All(gradients, row => Assert.True(
                Dot(combined, row) >= -2e-6 * Norm(row) * size, $"{Dot(combined, row)} for a gradient of norm {Norm(row)} of [{string.Join("; ", gradients.Select(Norm))}]"));
            Assert.True(Norm(Sum(combined, Scaled(exact, -1))) <= 1e-4 * size, $"[{string.Join(", ", combined)}] instead of [{string.Join(", ", exact)}]");
        },
        iter: 300);

    [Fact]
    public void The_shortest_combination_is_the_exact_one() => Gradients.Sample(
        gradients =>
        {
            double[][] nonzero = [.. gradients.Where(row => Norm(row) > 0)];
            double[] combined = Combined(context => new Mgda(new MgdaOptions(), context), gradients);
            double shortest = Norm(ExactSolutions.ShortestCombination(nonzero));
            Assert.True(
                Norm(combined) <= shortest + (2e-5 * nonzero.Min(Norm)), $"{Norm(combined)} instead of {shortest} for norms {string.Join(", ", nonzero.Select(Norm))}");
        },
        iter: 300);

    /// <summary>
    /// The dual's value <c>g_w . g_0 + c |g_0| |g_w|</c> for the weights found is at least the best smallest inner product, and the direction's own is at
    /// most that: both are right where they are equal.
    /// </summary>
    [Fact]
    public void Conflict_averse_descent_closes_the_duality_gap() => Gradients.Sample(
        gradients =>
        {
            const double radius = 0.5;
            double[][] nonzero = [.. gradients.Where(row => Norm(row) > 0)];
            using var random = new RandomStreams(5);
            using Cagrad weighting = Build(context => new Cagrad(new CagradOptions { Radius = radius }, context), random, gradients.Length);
            double[] direction = Scaled(Combined(weighting, gradients), 1.0 / nonzero.Length);
            double[] mean = Scaled(Sum(nonzero), 1.0 / nonzero.Length);
            Assert.True(Norm(Sum(direction, Scaled(mean, -1))) <= radius * Norm(mean) * 1.0001);

            // Each task has the weight 1 for the mean, and the rest is the dual's.
            double[] dual = [.. Weights(weighting).Select(weight => Math.Max(0, weight - 1))];
            if (dual.Sum() < 1e-3)
            {
                return;
            }

            double[] combination = Scaled(ExactSolutions.Combination(gradients, dual), 1 / dual.Sum());
            double above = Dot(combination, mean) + (radius * Norm(mean) * Norm(combination));
            double terms = gradients.Zip(Weights(weighting), (row, weight) => weight * Norm(row)).Sum() / nonzero.Length;
            Assert.All(nonzero, row =>
            {
                // The direction is rounded to float32: next to a long gradient, a small inner product drowns in that.
                double rounding = 1e-6 * terms * Norm(row);
                Assert.True(
                    above - Dot(row, direction) <= (1e-3 * nonzero.Min(Norm) * Norm(mean)) + rounding,
                    $"{Dot(row, direction)} of {above} for a gradient of norm {Norm(row)} of {string.Join(", ", nonzero.Select(Norm))}");
            });
        },
        iter: 300);

    /// <summary>Row A1: the size of a loss doesn't matter, so neither does that of its gradient: <c>a_k |g_k|</c> stays.</summary>
    [Fact]
    public void Nash_weights_do_not_depend_on_sizes() => Gen.Select(Independent, Gen.Double[-3.5, 3.5].Array[6]).Sample(
        (gradients, exponents) =>
        {
            double[][] scaled = AsFloats(gradients.Select((row, task) => Scaled(row, Math.Pow(10, exponents[task]))));
            double[] before = Sizes(gradients), after = Sizes(scaled);
            Assert.All(before.Zip(after), pair => Assert.Equal(1, pair.First / pair.Second, 1e-4));
        },
        iter: 200);

    /// <summary>The equation <c>(M a)_k a_k^(1 / alpha) = 1</c>, row A1.</summary>
    [Fact]
    public void Fair_gradients_have_no_residual() => Gen.Select(Independent, Gen.Double[0.3, 5]).Sample(
        (gradients, alpha) =>
        {
            using var random = new RandomStreams(5);
            using Fairgrad weighting = Build(context => new Fairgrad(new FairgradOptions { Alpha = alpha }, context), random, gradients.Length);
            Combined(weighting, gradients);
            double[] weights = Weights(weighting);
            double[] combined = ExactSolutions.Combination(gradients, weights);
            Assert.All(gradients.Zip(weights), pair =>
            {
                // What cancels in the sum was rounded to float32 at its own size.
                double rounding = 1e-6 * gradients.Zip(weights, (row, weight) => weight * Math.Abs(Dot(row, pair.First))).Sum();
                double right = Math.Pow(pair.Second, -1 / alpha);
                Assert.True(Math.Abs(Dot(combined, pair.First) - right) <= (1e-4 * right) + rounding, $"{Dot(combined, pair.First)} instead of {right}");
            });
        },
        iter: 200);

    /// <summary>Row A3: a change of a size by 0.1 % doesn't change the step by more than a few times that.</summary>
    [Fact]
    public void Aligned_gradients_are_continuous_in_the_sizes() => Gen.Select(Independent, Gen.Int[0, 5]).Sample(
        (gradients, task) =>
        {
            double[][] changed = AsFloats(gradients.Select((row, index) => index == task % gradients.Length ? Scaled(row, 1.001) : row));
            double[] before = Combined(context => new AlignedMtl(context), gradients), after = Combined(context => new AlignedMtl(context), changed);
            Assert.True(Norm(Sum(before, Scaled(after, -1))) <= 0.02 * Norm(before), $"{Norm(before)} becomes {Norm(after)}");
        },
        iter: 200);

    /// <summary>The step is as long as K orthogonal gradients of the smallest singular value add up to, also of dependent ones.</summary>
    [Fact]
    public void Aligned_gradients_are_not_longer_than_the_shortest_gradient_allows() => Gradients.Sample(
        gradients =>
        {
            double[][] nonzero = [.. gradients.Where(row => Norm(row) > 0)];
            double[] combined = Combined(context => new AlignedMtl(context), gradients);
            Assert.True(
                Norm(combined) <= nonzero.Max(Norm) * Math.Sqrt(nonzero.Length) * 1.001 && (!IsIndependent(nonzero) || Norm(combined) <= nonzero.Min(Norm) * Math.Sqrt(nonzero.Length) * 1.001),
                $"{Norm(combined)} for norms {string.Join(", ", nonzero.Select(Norm))}");
        },
        iter: 200);

    [Fact]
    public void Impartial_projections_are_equal_whatever_the_sizes() => Independent.Sample(
        gradients =>
        {
            using var random = new RandomStreams(5);
            using Imtl weighting = Build(context => new Imtl(new ImtlOptions(), context), random, gradients.Length);
            Combined(weighting, gradients);
            double[] weights = Weights(weighting), combined = ExactSolutions.Combination(gradients, weights);
            double size = gradients.Zip(weights, (row, weight) => Math.Abs(weight) * Norm(row)).Max();
            double[] projections = [.. gradients.Select(row => Dot(combined, row) / Norm(row))];
            Assert.True(projections.Max() - projections.Min() <= 1e-5 * size, string.Join(", ", projections));
        },
        iter: 200);

    /// <summary>
    /// Row A6: the third gradient is the mean of the others. Of <c>C^+ 1 / |g|</c>, worked out by a program of its own:
    /// w = (0.23384, 0.31643, 0.44973).
    /// </summary>
    [Fact]
    public void Impartial_weights_of_dependent_gradients_stay_small()
    {
        double[][] gradients = [[1, 0.1, 0.7], [0.3, 1, -0.2], [0.65, 0.55, 0.25]];
        using Imtl weighting = Build(context => new Imtl(new ImtlOptions(), context), Random, 3, 3);
        Near([0.62109, 0.58717, 0.21283], Combined(weighting, gradients), 1e-4);
        Near([0.23384, 0.31643, 0.44973], Weights(weighting), 1e-4);
        Near([0.5, 0.5], Combined(context => new Imtl(new ImtlOptions(), context), [[1, 0], [0, 0], [0, 1]]));
    }

    /// <summary>A task without a gradient changes nothing of the others.</summary>
    [Theory]
    [InlineData("nash-mtl")]
    [InlineData("fairgrad")]
    [InlineData("aligned-mtl")]
    [InlineData("imtl")]
    [InlineData("cagrad")]
    [InlineData("mgda")]
    [InlineData("upgrad")]
    public void A_zero_gradient_is_left_out(string name) => Gen.Select(Independent, Gen.Int[0, 5]).Sample(
        (gradients, place) =>
        {
            List<double[]> with = [.. gradients];
            with.Insert(place % (gradients.Length + 1), new double[Values]);
            using var random = new RandomStreams(5);
            using GradientWeighting weighting = Build(context => Create(name, context), random, with.Count);
            Assert.Equal(Combined(context => Create(name, context), gradients), Combined(weighting, [.. with]));
            Assert.Equal(0, Weights(weighting)[place % (gradients.Length + 1)]);
        },
        iter: 20);

    private static double[][] Chain(double size) => [[size, 0, 0], [-0.5, 1, 0], [0, -0.5, 1]];

    private static int Place(double[][] gradients, int task) => gradients.Take(task).Count(row => Norm(row) > 0);

    private static bool IsIndependent(double[][] gradients) => Cosines(gradients).Evd(Symmetricity.Symmetric).EigenValues.Min(value => value.Real) > 1e-6;

    private static Matrix<double> Cosines(double[][] gradients) => Matrix<double>.Build.Dense(gradients.Length, gradients.Length, (row, column) =>
        Dot(gradients[row], gradients[column]) / Norm(gradients[row]) / Norm(gradients[column]));

    /// <summary>What the tensors hold: the weighting and the exact solution see the same gradients.</summary>
    private static double[][] AsFloats(IEnumerable<double[]> rows) => [.. rows.Select(row => row.Select(value => (double)(float)value).ToArray())];

    private static double[] Sizes(double[][] gradients)
    {
        using var random = new RandomStreams(5);
        using NashBargaining weighting = Build(context => new NashBargaining(context), random, gradients.Length);
        Combined(weighting, gradients);
        return [.. Weights(weighting).Zip(gradients, (weight, row) => weight * Norm(row))];
    }

    private static GradientWeighting Create(string name, LossWeightingContext context) => name switch
    {
        "nash-mtl" => new NashBargaining(context),
        "fairgrad" => new Fairgrad(new FairgradOptions(), context),
        "aligned-mtl" => new AlignedMtl(context),
        "imtl" => new Imtl(new ImtlOptions(), context),
        "cagrad" => new Cagrad(new CagradOptions(), context),
        "mgda" => new Mgda(new MgdaOptions(), context),
        _ => new Upgrad(context),
    };
}
