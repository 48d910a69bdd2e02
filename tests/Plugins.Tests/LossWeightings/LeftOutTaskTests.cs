using MmoePipeline.Losses;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.LossWeightings.DbMtl;
using MmoePipeline.Plugins.LossWeightings.Dwa;
using MmoePipeline.Plugins.LossWeightings.Excess;
using MmoePipeline.Plugins.LossWeightings.Famo;
using MmoePipeline.Plugins.LossWeightings.Gls;
using MmoePipeline.Plugins.LossWeightings.Gradnorm;
using MmoePipeline.Plugins.LossWeightings.Gradvac;
using MmoePipeline.Plugins.LossWeightings.Imtl;
using MmoePipeline.Plugins.LossWeightings.Magnitude;
using MmoePipeline.Plugins.LossWeightings.Mgda;
using MmoePipeline.Plugins.LossWeightings.Moco;
using MmoePipeline.Plugins.LossWeightings.Modo;
using MmoePipeline.Plugins.LossWeightings.Sdmgrad;
using MmoePipeline.Plugins.LossWeightings.Stch;
using MmoePipeline.Plugins.LossWeightings.Uncertainty;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>
/// Steps in which a task has no labelled row, or a loss or a gradient of zero: worked out by hand. Of three tasks the second is left out, and the
/// others get what they would get alone.
/// </summary>
public sealed class LeftOutTaskTests : GradientWeightingFixture
{
    /// <summary>Of losses 2 and 8: the geometric mean 4, weights 4 / (2 L).</summary>
    [Fact]
    public void The_geometric_loss_is_of_the_others()
    {
        using GeometricLoss weighting = Build(context => new GeometricLoss(context), Random, 3);
        Step(weighting, [2, 0, 8], [1, 0, 1], 4, [1, 0, 0.25]);
        Step(weighting, [2, 0, 8], [1, 1, 1], 4, [1, 0, 0.25]);
        Step(weighting, [0, 0, 0], [0, 0, 0], 0, [0, 0, 0]);
    }

    /// <summary>z / L with even z, scaled to the sum 1: 4/5 and 1/5. The logit of the task that is left out doesn't move.</summary>
    [Fact]
    public void Famo_weighs_the_others()
    {
        using Famo weighting = Build(context => new Famo(new FamoOptions { LearningRate = 0.1, Decay = 0 }, context), Random, 3);
        Step(weighting, [2, 0, 8], [1, 0, 1], 3.2, [0.8, 0, 0.2]);
        using (torch.no_grad())
        {
            weighting.OnStepped(Vector(1, 0, 8));
        }

        // Adam's first step: logits (-0.1, 0, 0.1).
        double[] exponentials = [Math.Exp(-0.1), 1, Math.Exp(0.1)];
        Step(weighting, [1, 1, 1], [1, 1, 1], 1, [.. exponentials.Select(value => value / exponentials.Sum())]);
    }

    /// <summary>Means 2 and 8 at first; the second task has its first label in the second batch, with the loss 5.</summary>
    [Fact]
    public void Magnitudes_are_means_over_labelled_batches()
    {
        using var weighting = Build(context => new MagnitudeWeighting(new MagnitudeWeightingOptions { Batches = 2 }, context), Random, 3);
        Step(weighting, [2, 0, 8], [1, 0, 1], 10, [2.5, 1, 0.625]);
        Step(weighting, [2, 5, 8], [1, 1, 1], 15, [2.5, 1, 0.625]);

        // The means of the others stay after two batches, the second task's is 10: 20/3 divided by 2, 10 and 8.
        Step(weighting, [100, 15, 100], [1, 1, 1], null, [10 / 3.0, 2 / 3.0, 5 / 6.0]);
    }

    /// <summary>Warm-up means 2 and 8, then exponents 1 and 2 of a smoothing of 1; the second task's unit is its first loss, 5.</summary>
    [Fact]
    public void The_smooth_maximum_is_of_the_others()
    {
        using var weighting = Build(context => new SmoothTchebycheff(new SmoothTchebycheffOptions { WarmUpSteps = 1 }, context), Random, 3);
        Step(weighting, [2, 0, 8], [1, 0, 1], 10, [1, 1, 1]);
        (double one, double two) = (Math.Exp(1), Math.Exp(2));
        Step(weighting, [2, 0, 16], [1, 0, 1], Math.Log(one + two), [one / (one + two) / 2, 0, two / (one + two) / 8]);
        Step(weighting, [2, 5, 8], [1, 1, 1], 1 + Math.Log(3), [1 / 6.0, 1 / 15.0, 1 / 24.0]);
        Step(weighting, [0, 0, 0], [0, 0, 0], 0, [0, 0, 0]);
    }

    /// <summary>d/ds of exp(-s) L + s at 0: 1 - L; nothing for the task that is left out.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Uncertainty_stays_without_a_loss(double labelled)
    {
        using var weighting = Build(context => new UncertaintyWeighting(new UncertaintyWeightingOptions(), context), Random, 3);
        weighting.Combine(Vector(2, 0, 8), Vector(1, labelled, 1)).backward();
        Near([-1, 0, -7], Doubles(weighting.parameters().Single().grad!));
    }

    /// <summary>d/ds of exp(s) L - s at 0: L - 1; nothing for a task without a label.</summary>
    [Fact]
    public void Impartial_scales_stay_without_a_label()
    {
        using Imtl weighting = Build(context => new Imtl(new ImtlOptions { ScaleLosses = true }, context), Random, 3, 2);
        weighting.Combine(Vector(2, 0, 8), Vector(1, 0, 1)).backward();
        Near([1, 0, 7], Doubles(weighting.parameters().Single().grad!));
    }

    /// <summary>The second task is labelled in one of two batches of an epoch: means 3 and 4, then 3 and 2; rates 1 and 1/2.</summary>
    [Fact]
    public void Dynamic_weights_compare_means_over_labelled_batches()
    {
        var clock = new Clock { Epoch = 1 };
        using var weighting = Build(
            context => new DynamicWeightAverage(new DynamicWeightAverageOptions { Temperature = 1 }, clock, context), Random, 2);
        foreach ((int epoch, double second) in new[] { (1, 4.0), (2, 2) })
        {
            clock.Epoch = epoch;
            weighting.Combine(Vector(3, second), Vector(1, 1));
            weighting.Combine(Vector(3, 0), Vector(1, 0));
        }

        clock.Epoch = 3;
        (double one, double half) = (Math.Exp(1), Math.Exp(0.5));
        Step(weighting, [1, 1], [1, 1], 2, [2 * one / (one + half), 2 * half / (one + half)]);
    }

    /// <summary>Row A4: losses (1, 0), then (1, 1), gradients (1, 0) and (0, 10), SGD with 0.01, 50 steps: (1.795, 0.205).</summary>
    [Fact]
    public void Gradient_normalisation_takes_the_first_loss_that_is_not_zero()
    {
        using Gradnorm weighting = Build(context => new Gradnorm(new GradnormOptions(), context), Random, 2, 2);
        Parameter weights = weighting.parameters().Single();
        Combined(weighting, [[1, 0], [0, 0]], [1, 0]);
        Near([0, 0], Doubles(weights.grad!));
        for (int step = 0; step < 50; step++)
        {
            Combined(weighting, [[1, 0], [0, 10]], [1, 1]);
            using IDisposable noGrad = torch.no_grad();
            weights.sub_(weights.grad!.mul(Vector(0.01, 0.01)));
        }

        Near([1.795, 0.205], Weights(weighting), 2e-2);
    }

    /// <summary>
    /// Row A4: E = g^2 / sqrt(sum of squares). Task 1 has quotients 1 and 1 / sqrt(2), task 2 none, then 1, which is its yardstick.
    /// </summary>
    [Fact]
    public void Excess_risk_is_measured_by_the_first_that_is_not_zero()
    {
        using var weighting = Build(context => new ExcessRisk(new ExcessRiskOptions(), context), Random, 2, 2);
        Combined(weighting, [[1, 0], [0, 0]]);
        Combined(weighting, [[1, 0], [0, 1]]);
        (double first, double second) = (Math.Exp(0.01 * (1 + (1 / Math.Sqrt(2)))), Math.Exp(0.01));
        Near([2 * first / (first + second), 2 * second / (first + second)], Weights(weighting), 1e-5);
    }

    /// <summary>Row A4: a quotient of 33,000 gives the task all the weight; exp of it has no float32.</summary>
    [Fact]
    public void Excess_risk_does_not_overflow()
    {
        using var weighting = Build(context => new ExcessRisk(new ExcessRiskOptions(), context), Random, 2, 2);
        Combined(weighting, [[1, 0], [0, 1e-4]]);
        Near([0, 2], Combined(weighting, [[1, 0], [0, 1]]), 1e-5);
        Near([0, 2], Weights(weighting), 1e-5);
    }

    /// <summary>Row A7: after parallel gradients with rate 1 the mean cosine is 1 and counts as 0.999: tan of its angle is the factor.</summary>
    [Fact]
    public void Vaccine_has_a_largest_cosine()
    {
        using Gradvac weighting = Build(context => new Gradvac(new GradvacOptions { Rate = 1 }, context), Random, 2, 2);
        Near([3, 0], Combined(weighting, [[1, 0], [2, 0]]));
        double factor = 0.999 / Math.Sqrt(1 - (0.999 * 0.999));
        Near([1 + factor, 1 + factor], Combined(weighting, [[1, 0], [0, 1]]), 1e-4);
    }

    /// <summary>Row A7: without a limit the step would be 1.9e7 long after 4000 parallel steps.</summary>
    [Fact]
    public void Vaccine_does_not_stretch_a_step_without_limit()
    {
        using Gradvac weighting = Build(context => new Gradvac(new GradvacOptions(), context), Random, 2, 2);
        for (int step = 0; step < 4000; step++)
        {
            Combined(weighting, [[1, 0], [2, 0]]);
        }

        Assert.InRange(Norm(Combined(weighting, [[1, 0], [0, 1]])), 1, 40);
    }

    /// <summary>h = g / L / 2, both of length 1/2; the second task has neither.</summary>
    [Fact]
    public void Dual_balancing_leaves_the_mean_of_a_task_without_a_label()
    {
        using var weighting = Build(context => new DualBalancing(new DualBalancingOptions { Memory = 0.5, MemoryDecay = 0 }, context), Random, 3, 3);
        Near([0.5, 0, 0.5], Combined(weighting, [[2, 0, 0], [0, 0, 0], [0, 0, 8]], [2, 0, 8]));
        Near([0.5, 0, 0.125], Weights(weighting));
        Assert.Equal(Math.Log(16), weighting.Combine(Vector(2, 0, 8), Vector(1, 0, 1)).item<float>(), 1e-5);

        // The means stay at 1/2 for gradients of L / 2, and the second task's is 1/2 of 3 / 3.
        Near([0.5, 0.5, 0.5], Combined(weighting, [[1, 0, 0], [0, 3, 0], [0, 0, 4]], [2, 3, 8]));
    }

    [Fact]
    public void The_shortest_combination_is_of_the_others() =>
        Near([0.5, 0.5], Combined(context => new Mgda(new MgdaOptions(), context), [[1, 0], [0, 0], [0, 1]]));

    /// <summary>Weights (1/3, 1/3, 1/3): those with a gradient are (1/2, 1/2) among themselves, and no weight moves to the one without.</summary>
    [Theory]
    [InlineData("modo")]
    [InlineData("sdmgrad")]
    [InlineData("moco")]
    public void Weights_on_the_simplex_do_not_move_to_a_task_without_a_gradient(string name)
    {
        using GradientWeighting weighting = Build(context => Create(name, context), Random, 3, 2);
        for (int step = 0; step < 30; step++)
        {
            double[] combined = Combined(weighting, [[1, 0], [0, 0], [0, 1]]);
            Assert.Equal(combined[0], combined[1], 1e-5);
            Assert.True(combined[0] > 0.2, $"{combined[0]}");
        }

        Near([1 / 3.0, 1 / 3.0, 1 / 3.0], Weights(weighting));
    }

    /// <summary>The tracked gradient of a task stays where a batch has no label of it: y = (1/2, 1/4 + ...) by its own count of batches.</summary>
    [Fact]
    public void A_tracked_gradient_waits_for_the_next_label()
    {
        using var weighting = Build(
            context => new Moco(new MocoOptions { WeightRate = 1e-9, TrackingRate = 0.5, TrackingDecay = 0 }, context), Random, 2, 2);
        Near([0.25, 0.25], Combined(weighting, [[1, 0], [0, 1]]));
        Near([0.375, 0.25], Combined(weighting, [[1, 0], [0, 0]]));
        Near([0.4375, 0.375], Combined(weighting, [[1, 0], [0, 1]]));
    }

    private static void Step(LossWeighting weighting, double[] losses, double[] labelled, double? expected, double[] weights)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor values = Vector(losses).requires_grad_();
        torch.Tensor combined = weighting.Combine(values, Vector(labelled));
        if (expected is { } loss)
        {
            Assert.Equal(loss, combined.item<float>(), 1e-4);
        }

        combined.backward();
        Near(weights, Doubles(values.grad!));
        Near(weights, Weights(weighting));
    }

    private static GradientWeighting Create(string name, LossWeightingContext context) => name switch
    {
        "modo" => new Modo(new ModoOptions(), context),
        "sdmgrad" => new Sdmgrad(new SdmgradOptions(), context),
        _ => new Moco(new MocoOptions(), context),
    };

    private sealed class Clock : ITrainingClock
    {
        public long Step => 0;

        public int Epoch { get; set; }

        public int StepsPerEpoch => 2;

        public int Epochs => 9;
    }
}
