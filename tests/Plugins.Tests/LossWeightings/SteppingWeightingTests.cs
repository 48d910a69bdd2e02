using CsCheck;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.DbMtl;
using MmoePipeline.Plugins.LossWeightings.Excess;
using MmoePipeline.Plugins.LossWeightings.Graddrop;
using MmoePipeline.Plugins.LossWeightings.Gradnorm;
using MmoePipeline.Plugins.LossWeightings.Gradvac;
using MmoePipeline.Plugins.LossWeightings.Moco;
using MmoePipeline.Plugins.LossWeightings.Modo;
using MmoePipeline.Plugins.LossWeightings.Pcgrad;
using MmoePipeline.Plugins.LossWeightings.Sdmgrad;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>Gradient weightings whose weights move in steps, or that draw: worked out by hand or written again as loops.</summary>
public sealed class SteppingWeightingTests : GradientWeightingFixture
{
    /// <summary>With a running cosine of 0 it is PCGrad, whose orders come from the stream of the same name.</summary>
    [Fact]
    public void Vaccine_starts_as_surgery() => AnyGradients.Sample(
        gradients => Near(
            Combined(context => new Pcgrad(context), gradients),
            Combined(context => new Gradvac(new GradvacOptions { Rate = 0 }, context), gradients),
            1e-3),
        iter: 40);

    /// <summary>Two steps: the cosine of the first is what the second step's first gradient is turned to.</summary>
    [Fact]
    public void Vaccine_turns_gradients_to_their_usual_cosine()
    {
        using Gradvac weighting = Build(context => new Gradvac(new GradvacOptions { Rate = 1 }, context), Random, 2, 2);
        double[] slanted = [Math.Cos(1), Math.Sin(1)];
        Near(Sum([1, 0], slanted), Combined(weighting, [[1, 0], slanted]));

        // Each of two orthogonal units is turned towards the other, to the cosine of 1 radian.
        double[] combined = Combined(weighting, [[1, 0], [0, 1]]);
        Assert.Equal(combined[0], combined[1], 1e-5);
        Assert.Equal(1 / Math.Tan(1), combined[0] - 1, 1e-5);
    }

    /// <summary>Where signs agree nothing is dropped; elsewhere one of the two sums is kept, the positive one with the part P.</summary>
    [Fact]
    public void Sign_dropout_keeps_one_sign_by_its_purity()
    {
        const int values = 4000;
        double[][] gradients =
        [
            [.. Enumerable.Repeat(3.0, values), 1, 0], [.. Enumerable.Repeat(-1.0, values), 2, 0],
        ];
        double[] combined = Combined(context => new Graddrop(new GraddropOptions(), context), gradients);
        Assert.Equal(3, combined[^2], 1e-6);
        Assert.Equal(0, combined[^1]);
        Assert.All(combined[..values], value => Assert.Contains(value, new[] { 3.0, -1.0 }));
        Assert.Equal(0.75, combined[..values].Count(value => value > 0) / (double)values, 0.03);
        Assert.Equal(combined, Combined(context => new Graddrop(new GraddropOptions(), context), gradients));
        Near(Sum(gradients), Combined(context => new Graddrop(new GraddropOptions { Leak = 1 }, context), gradients));
        Assert.All(
            Combined(context => new Graddrop(new GraddropOptions { Leak = 0.25 }, context), gradients)[..values],
            value => Assert.Contains(value, new[] { 0.5 + 2.25, 0.5 - 0.75 }));
    }

    /// <summary>Norms 1 and 4, equal rates: the target is the mean 2.5 for both.</summary>
    [Fact]
    public void Gradient_normalisation_descends_the_distance_to_the_mean_norm()
    {
        using Gradnorm weighting = Build(context => new Gradnorm(new GradnormOptions { Alpha = 1 }, context), Random, 2, 2);
        Near([1, 4], Combined(weighting, [[1, 0], [0, 4]], [2, 6]));
        Near([-1, 4], Doubles(weighting.parameters().Single().grad!));

        // Losses at 1/2 and 1/6 of their start: rates 1.5 and 0.5, targets 1.5 and 0.5 for norms 1 and 1.
        Combined(weighting, [[1, 0], [0, 1]], [1, 1]);
        Near([-1, 1], Doubles(weighting.parameters().Single().grad!));
    }

    [Fact]
    public void Gradient_normalisation_keeps_the_sum_of_weights()
    {
        using Gradnorm weighting = Build(context => new Gradnorm(new GradnormOptions(), context), Random, 2, 2);
        using (torch.no_grad())
        {
            weighting.parameters().Single().copy_(Vector(3, 1));
        }

        Near([1.5, 0.5], Weights(weighting));
        Assert.Equal((1.5 * 2) + (0.5 * 6), weighting.Combine(Vector(2, 6)).item<float>(), 1e-5);
        Near([1.5, 2], Combined(weighting, [[1, 0], [0, 4]]));
        Near([1.5, 0.5], Doubles(weighting.parameters().Single()));
    }

    /// <summary>First step: h = (1 - 0.5) g / L = (1, 0) and (0, 1/4); the second is lengthened to 1.</summary>
    [Fact]
    public void Dual_balancing_brings_gradients_of_logarithms_to_the_longest()
    {
        using var weighting = Build(
            context => new DualBalancing(new DualBalancingOptions { Memory = 0.5, MemoryDecay = 0 }, context), Random, 2, 2);
        Assert.Equal(Math.Log(2 * 8), weighting.Combine(Vector(2, 8)).item<float>(), 1e-5);
        Near([1, 1], Combined(weighting, [[4, 0], [0, 4]], [2, 8]));
        Near([1.0 / 2, 4.0 / 8], Weights(weighting));

        // h = (1/2, 2) and (0, 1/8 + 1/2).
        double longest = Math.Sqrt(4.25);
        Near([0.5, 2 + longest], Combined(weighting, [[0, 4], [0, 1]], [1, 1]));
    }

    [Fact]
    public void Dual_balancing_does_not_depend_on_the_sizes_of_losses() => AnyGradients.Sample(
        gradients => Near(
            Combined(context => new DualBalancing(new DualBalancingOptions(), context), gradients),
            Combined(
                context => new DualBalancing(new DualBalancingOptions(), context),
                [.. gradients.Select((row, task) => Scaled(row, task + 1.0))],
                [.. gradients.Select((_, task) => task + 1.0)])),
        iter: 40);

    /// <summary>
    /// First step E = |g| in one dimension, and quotients of 1. Second: task 1 has g = 1 after 1, E = 1 / sqrt(2); task 2 has
    /// none, E = 0.
    /// </summary>
    [Fact]
    public void Excess_risk_grows_the_weight_of_what_can_still_be_gained()
    {
        using var weighting = Build(context => new ExcessRisk(new ExcessRiskOptions { StepSize = 0.5 }, context), Random, 2, 1);
        Near([4], Combined(weighting, [[1], [3]]));
        double grown = Math.Exp(0.5 / Math.Sqrt(2));
        double[] expected = [2 * grown / (1 + grown), 2 / (1 + grown)];
        Near([expected[0]], Combined(weighting, [[1], [0]]));
        Near(expected, Weights(weighting));
        Assert.Equal((expected[0] * 3) + (expected[1] * 5), weighting.Combine(Vector(3, 5)).item<float>(), 1e-5);
    }

    /// <summary>y = g / 2 = (1, 0), (0, 1/2); w = P((1/2, 1/2) - 0.4 (1/2, 1/8)) = (0.425, 0.575).</summary>
    [Fact]
    public void Gradient_correction_steps_over_tracked_gradients()
    {
        using var weighting = Build(context => new Moco(new MocoOptions { WeightRate = 0.4 }, context), Random, 2, 2);
        Near([0.425, 0.575 / 2], Combined(weighting, [[2, 0], [0, 1]]));
        Near([0.425, 0.575], Weights(weighting));
    }

    /// <summary>With one gradient for all time, the weights come to MGDA's.</summary>
    [Fact]
    public void Gradient_correction_comes_to_the_shortest_combination()
    {
        using var weighting = Build(
            context => new Moco(new MocoOptions { WeightRate = 0.2, WeightDecay = 0, TrackingDecay = 0 }, context), Random, 2, 2);
        double[] last = [];
        for (int step = 0; step < 200; step++)
        {
            last = Combined(weighting, [[1, 0], [0, 2]]);
        }

        Near([0.8, 0.4], last);
    }

    /// <summary>G1 G2^T w with G1 = I, G2 = diag(2, 4), w = 1/2: (1, 2); w = P(1/2 - 0.1 (1, 2)) = (0.55, 0.45); G3 is descended.</summary>
    [Fact]
    public void Double_sampling_uses_each_sample_for_its_own()
    {
        using Modo weighting = Build(context => new Modo(new ModoOptions(), context), Random, 2, 2);
        Assert.Equal(3, weighting.Samples);
        Near([5.5, 4.5], Three(weighting, [[1, 0], [0, 1]], [[2, 0], [0, 4]], [[10, 0], [0, 10]]));
        Near([0.55, 0.45], Weights(weighting));
    }

    /// <summary>
    /// G1 = I, G2 = diag(2, 4), so G1 G2^T = diag(2, 4), of the size (2 + 4) / 2 = 3.
    /// One step from (1/2, 1/2): slope ((1 + l) / 3, 2 (1 + l) / 3).
    /// </summary>
    [Fact]
    public void Direction_oriented_descent_steps_from_the_mean()
    {
        using var weighting = Build(
            context => new Sdmgrad(new SdmgradOptions { Direction = 0.5, WeightSteps = 1, WeightRate = 0.2 }, context), Random, 2, 2);
        double[] combined = Three(weighting, [[1, 0], [0, 1]], [[2, 0], [0, 4]], [[10, 0], [0, 10]]);

        // Slope (0.5, 1), step 0.2: (0.4, 0.3), projected (0.55, 0.45).
        Near([0.55, 0.45], Weights(weighting));
        Near([10 * (0.55 + 0.25) / 1.5, 10 * (0.45 + 0.25) / 1.5], combined);
    }

    /// <summary>Many steps: w minimises |sum w g + l g_0|^2 over the simplex; for orthogonal gradients in closed form.</summary>
    [Fact]
    public void Direction_oriented_descent_solves_its_programme()
    {
        using var weighting = Build(
            context => new Sdmgrad(new SdmgradOptions { Direction = 0.5, WeightSteps = 500 }, context), Random, 2, 2);

        // (w1 + 1/4) 1 = (w2 + 1/4) 4 with w1 + w2 = 1: w1 = 0.95.
        double[] combined = Combined(weighting, [[1, 0], [0, 2]]);
        Near([0.95, 0.05], Weights(weighting));
        Near([1.2 / 1.5, 2 * 0.3 / 1.5], combined);
    }

    private static double[] Three(GradientWeighting weighting, double[][] first, double[][] second, double[][] third)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        return Doubles(weighting.Combine(new TaskGradients(
            Vector([.. first.Select(_ => 1.0)]), [Matrix(first), Matrix(second), Matrix(third)])));
    }
}
