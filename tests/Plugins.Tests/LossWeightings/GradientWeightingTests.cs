using CsCheck;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.AlignedMtl;
using MmoePipeline.Plugins.LossWeightings.Cagrad;
using MmoePipeline.Plugins.LossWeightings.Fairgrad;
using MmoePipeline.Plugins.LossWeightings.Imtl;
using MmoePipeline.Plugins.LossWeightings.NashMtl;
using MmoePipeline.Plugins.LossWeightings.Upgrad;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>The weightings that are solutions of an equation or a programme: what each promises, on random gradients.</summary>
public sealed class GradientWeightingTests : GradientWeightingFixture
{
    public static TheoryData<string> Symmetric { get; } = ["cagrad", "nash-mtl", "fairgrad", "aligned-mtl", "imtl", "upgrad"];

    [Theory]
    [MemberData(nameof(Symmetric))]
    public void The_order_of_tasks_does_not_matter(string name) => AnyGradients.Sample(
        gradients => Near(Combined(context => Create(name, context), gradients), Combined(context => Create(name, context), [.. gradients.Reverse()]), 1e-2),
        iter: 40);

    /// <summary>One task, or gradients that are all zero: no division by zero.</summary>
    [Theory]
    [MemberData(nameof(Symmetric))]
    public void Nothing_breaks_at_zero(string name)
    {
        Near([0, 0], Combined(context => Create(name, context), [[0, 0], [0, 0]]));
        Assert.All(Combined(context => Create(name, context), [[1, 2]]), value => Assert.True(value > 0));
        Assert.All(Combined(context => Create(name, context), [[1, 2], [0, 0]]), value => Assert.True(double.IsFinite(value)));
        Assert.All(Combined(context => Create(name, context), [[1, 2], [1, 2]]), value => Assert.True(value > 0));
        Near([0, 0], Combined(context => Create(name, context), [[1, 2], [-1, -2]]), 1e-2);
    }

    /// <summary>Gradients that are not finite must not be mended in silence.</summary>
    [Theory]
    [MemberData(nameof(Symmetric))]
    public void What_is_not_finite_stays_so(string name) => Assert.All(
        Combined(context => Create(name, context), [[1, double.NaN], [0, 1]]), value => Assert.False(double.IsFinite(value)));

    /// <summary>d . g_k = (G G^T a)_k = 1 / a_k, and |d|^2 = a . (1 / a) = the number of tasks.</summary>
    [Fact]
    public void Nash_bargaining_solves_its_equation() => AnyGradients.Sample(
        gradients =>
        {
            using var weighting = Build(context => new NashBargaining(context), new Randomness.RandomStreams(1), gradients.Length);
            double[] combined = Combined(weighting, gradients), weights = Weights(weighting);
            Assert.All(gradients.Zip(weights), pair => Assert.Equal(1, pair.Second * Dot(combined, pair.First), 2e-2));
            Assert.Equal(gradients.Length, Dot(combined, combined), 5e-2);
        },
        iter: 100);

    /// <summary>Orthogonal: a_k = 1 / |g_k|.</summary>
    [Fact]
    public void Nash_bargaining_of_orthogonal_gradients_is_the_sum_of_units() =>
        Near([1, 1], Combined(context => new NashBargaining(context), [[3, 0], [0, 0.5]]));

    [Fact]
    public void Nash_bargaining_does_not_depend_on_sizes() => AnyGradients.Sample(
        gradients => Near(
            Combined(context => new NashBargaining(context), gradients),
            Combined(context => new NashBargaining(context), [.. gradients.Select((row, task) => Scaled(row, task + 1.0))]),
            1e-2),
        iter: 40);

    /// <summary>Orthogonal: |g|^2 a = a^(-1/alpha), so a = |g|^(-2 alpha / (alpha + 1)).</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Fair_gradients_solve_their_equation(double alpha)
    {
        double power = -2 * alpha / (alpha + 1);
        Near(
            [3 * Math.Pow(3, power), 0.5 * Math.Pow(0.5, power)],
            Combined(context => new Fairgrad(new FairgradOptions { Alpha = alpha }, context), [[3, 0], [0, 0.5]]));
        AnyGradients.Sample(
            gradients =>
            {
                using var weighting = Build(
                    context => new Fairgrad(new FairgradOptions { Alpha = alpha }, context), new Randomness.RandomStreams(1), gradients.Length);
                double[] combined = Combined(weighting, gradients), weights = Weights(weighting);
                Assert.All(gradients.Zip(weights), pair => Assert.True(
                    Math.Abs(Dot(combined, pair.First) - Math.Pow(pair.Second, -1 / alpha))
                    < 2e-2 * Math.Max(Dot(pair.First, pair.First) * pair.Second, Math.Pow(pair.Second, -1 / alpha))));
            },
            iter: 50);
    }

    /// <summary>
    /// Against the primal: the direction is in the ball, and no point of the ball has a larger smallest inner product.
    /// </summary>
    [Fact]
    public void Conflict_averse_descent_is_the_best_of_the_ball() => Gen.Select(AnyGradients, Gen.Double[-1, 1].Array[8].Array[30]).Sample(
        (gradients, others) =>
        {
            const double radius = 0.5;
            double[] combined = Scaled(
                Combined(context => new Cagrad(new CagradOptions { Radius = radius }, context), gradients), 1.0 / gradients.Length);
            double[] mean = Scaled(Sum(gradients), 1.0 / gradients.Length);
            double largest = radius * Norm(mean);
            Assert.True(Norm(Sum(combined, Scaled(mean, -1))) <= largest * 1.001);
            double worst = gradients.Min(gradient => Dot(gradient, combined));
            double size = gradients.Max(Norm) * Norm(mean);
            foreach (double[] other in others)
            {
                // Points of the sphere near the one found, and anywhere.
                foreach (double part in new[] { 0.01, 0.1, 1.0 })
                {
                    double[] offset = Sum(Scaled(Sum(combined, Scaled(mean, -1)), 1 - part), Scaled(other, part * largest));
                    double[] rival = Sum(mean, Scaled(offset, Math.Min(1, largest / Norm(offset))));
                    Assert.True(gradients.Min(gradient => Dot(gradient, rival)) <= worst + (2e-4 * size));
                }
            }
        },
        iter: 60);

    [Fact]
    public void Conflict_averse_descent_without_radius_is_the_sum() => AnyGradients.Sample(
        gradients => Near(Sum(gradients), Combined(context => new Cagrad(new CagradOptions { Radius = 0 }, context), gradients)), iter: 20);

    /// <summary>
    /// (1, 0) and (0, 1): the mean (1/2, 1/2) is best already, and the sphere's point in its direction better: 1.5 of it.
    /// </summary>
    [Fact]
    public void Conflict_averse_descent_of_orthogonal_gradients_goes_further_along_the_mean() =>
        Near([1.5, 1.5], Combined(context => new Cagrad(new CagradOptions { Radius = 0.5 }, context), [[1, 0], [0, 1]]));

    [Fact]
    public void Impartial_projections_are_equal() => AnyGradients.Sample(
        gradients =>
        {
            using var weighting = Build(context => new Imtl(new ImtlOptions(), context), new Randomness.RandomStreams(1), gradients.Length);
            double[] combined = Combined(weighting, gradients), weights = Weights(weighting);
            Assert.Equal(1, weights.Sum(), 1e-3 * weights.Max(Math.Abs));
            double[] projections = [.. gradients.Select(gradient => Dot(combined, gradient) / Norm(gradient))];
            double size = weights.Zip(gradients, (weight, gradient) => Math.Abs(weight) * Norm(gradient)).Max();
            Assert.True(projections.Max() - projections.Min() < 2e-3 * size);
        },
        iter: 100);

    /// <summary>Two tasks: u1 . d = u2 . d for norms 1 and 3, orthogonal: w1 = 3 w2.</summary>
    [Fact]
    public void Impartial_weights_of_two_have_the_closed_form() =>
        Near([0.75, 0.75], Combined(context => new Imtl(new ImtlOptions(), context), [[1, 0], [0, 3]]));

    /// <summary>sum(exp(s) L - s): its gradient by s is exp(s) L - 1, and shared gradients are scaled by exp(s).</summary>
    [Fact]
    public void Impartial_scales_are_trained()
    {
        using Imtl weighting = Build(context => new Imtl(new ImtlOptions { ScaleLosses = true }, context), Random, 2, 2);
        Parameter scales = weighting.parameters().Single();
        using (torch.no_grad())
        {
            scales.copy_(Vector(Math.Log(2), 0));
        }

        torch.Tensor loss = weighting.Combine(Vector(3, 5));
        Assert.Equal(6 - Math.Log(2) + 5, loss.item<float>(), 1e-5);
        loss.backward();
        Near([5, 4], Doubles(scales.grad!));

        // Norms 2 and 3 of the scaled gradients: weights (3/5, 2/5).
        Near([1.2, 1.2], Combined(weighting, [[1, 0], [0, 3]]));
        Near([1.2, 0.4], Weights(weighting));
    }

    /// <summary>Dependent rows are left out: only where the eight values of three to six tasks are independent.</summary>
    [Fact]
    public void Aligned_gradients_have_condition_number_one() => AnyGradients.Sample(
        gradients =>
        {
            // The sum's inner products with the gradients are G G^T B 1 = sqrt(l_min) (G G^T)^(1/2) 1.
            var products = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(
                gradients.Length, gradients.Length, (row, column) => Dot(gradients[row], gradients[column]));
            var svd = products.Svd();
            if (svd.ConditionNumber > 1e3)
            {
                return;
            }

            double[] combined = Combined(context => new AlignedMtl(context), gradients);

            // K aligned gradients that are orthogonal and as long as the smallest singular value add up to sqrt(K) of it.
            Assert.Equal(1, Dot(combined, combined) / (gradients.Length * svd.S.Min()), 1e-2);
            var ones = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(gradients.Length, 1);
            var root = Root(products);
            Near(
                (Math.Sqrt(svd.S.Min()) * (root * ones)).ToArray(),
                [.. gradients.Select(gradient => Dot(combined, gradient))],
                1e-2);
        },
        iter: 60);

    /// <summary>Orthogonal of norms 3 and 1/2: both become 1/2 long.</summary>
    [Fact]
    public void Aligned_orthogonal_gradients_keep_their_directions() =>
        Near([0.5, 0.5], Combined(context => new AlignedMtl(context), [[3, 0], [0, 0.5]]));

    [Fact]
    public void Jacobian_descent_never_conflicts() => AnyGradients.Sample(
        gradients =>
        {
            double[] combined = Combined(context => new Upgrad(context), gradients);
            Assert.All(gradients, gradient => Assert.True(Dot(combined, gradient) >= -1e-3 * Norm(gradient) * gradients.Sum(Norm)));
        },
        iter: 200);

    /// <summary>Two conflicting gradients: the projections on each other's normal, as PCGrad's.</summary>
    [Fact]
    public void Jacobian_descent_of_two_is_two_projections()
    {
        Near([0.5, 1.5], Combined(context => new Upgrad(context), [[1, 0], [-1, 1]]));
        Near([4, 3], Combined(context => new Upgrad(context), [[1, 2], [3, 1]]));
    }

    private static MathNet.Numerics.LinearAlgebra.Matrix<double> Root(MathNet.Numerics.LinearAlgebra.Matrix<double> matrix)
    {
        // Denman and Beavers' iteration, which shares nothing with an eigenvalue decomposition.
        var identity = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(matrix.RowCount);
        (var root, var inverse) = (matrix, identity);
        for (int step = 0; step < 60; step++)
        {
            (root, inverse) = ((root + inverse.Inverse()) / 2, (inverse + root.Inverse()) / 2);
        }

        return root;
    }

    private static GradientWeighting Create(string name, LossWeightingContext context) => name switch
    {
        "cagrad" => new Cagrad(new CagradOptions(), context),
        "nash-mtl" => new NashBargaining(context),
        "fairgrad" => new Fairgrad(new FairgradOptions(), context),
        "aligned-mtl" => new AlignedMtl(context),
        "imtl" => new Imtl(new ImtlOptions(), context),
        _ => new Upgrad(context),
    };
}
