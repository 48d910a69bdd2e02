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
using MmoePipeline.Plugins.LossWeightings.Moco;
using MmoePipeline.Plugins.LossWeightings.Modo;
using MmoePipeline.Plugins.LossWeightings.Rlw;
using MmoePipeline.Plugins.LossWeightings.Sdmgrad;
using MmoePipeline.Plugins.LossWeightings.Stch;
using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.LossWeightings;

/// <summary>What a weighting keeps is in its state: a fresh one that is given the state goes on as the old one does.</summary>
public sealed class WeightingStateTests : GradientWeightingFixture
{
    private static readonly double[][] Gradients = [[1, 2, -1], [-3, 0.5, 1]];

    [Theory]
    [InlineData("magnitude")]
    [InlineData("dwa")]
    [InlineData("stch")]
    [InlineData("famo")]
    [InlineData("gradnorm")]
    [InlineData("gradvac")]
    [InlineData("db-mtl")]
    [InlineData("excess")]
    [InlineData("moco")]
    [InlineData("modo")]
    [InlineData("sdmgrad")]
    [InlineData("imtl")]
    public void The_state_says_it_all(string name)
    {
        var clock = new Clock { Epoch = 1 };
        using LossWeighting first = Build(context => Create(name, clock, context), Random, 2, 3);
        for (int step = 0; step < 6; step++)
        {
            clock.Epoch = 1 + (step / 2);
            Step(first, [2.0 / (step + 1), 3.0 / ((step * step) + 1)]);
        }

        using var random = new RandomStreams(5);
        using LossWeighting second = Build(context => Create(name, clock, context), random, 2, 3);
        using LossWeighting fresh = Build(context => Create(name, clock, context), new RandomStreams(5), 2, 3);
        second.load_state_dict(first.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone()));
        clock.Epoch = 4;
        double[] goneOn = Step(first, [0.4, 0.3]);
        Assert.Equal(goneOn, Step(second, [0.4, 0.3]));
        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(goneOn, Step(fresh, [0.4, 0.3]));
    }

    [Fact]
    public void Random_weights_come_from_the_seed()
    {
        using RandomWeighting first = Build(context => new RandomWeighting(context), new RandomStreams(3), 4);
        using RandomWeighting same = Build(context => new RandomWeighting(context), new RandomStreams(3), 4);
        using RandomWeighting other = Build(context => new RandomWeighting(context), new RandomStreams(4), 4);
        double[] losses = [1, 10, 100, 1000];
        double combined = first.Combine(Vector(losses)).item<float>();
        Assert.Equal(combined, same.Combine(Vector(losses)).item<float>());
        Assert.NotEqual(combined, other.Combine(Vector(losses)).item<float>());
        Assert.Equal(combined, Dot(losses, Weights(first)), 1e-3);
        Assert.Equal(1, Weights(first).Sum(), 1e-5);
        double[] before = Weights(first);
        first.Combine(Vector(losses));
        Assert.NotEqual(before, Weights(first));
    }

    /// <summary>The softmax of two independent normal draws: the logarithm of the weights' ratio has the variance 2.</summary>
    [Fact]
    public void Random_weights_are_the_softmax_of_normal_draws()
    {
        using RandomWeighting weighting = Build(context => new RandomWeighting(context), Random, 2);
        double[] ratios =
        [
            .. Enumerable.Range(0, 2000).Select(_ =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                weighting.Combine(Vector(1, 1));
                double[] weights = Weights(weighting);
                return Math.Log(weights[0] / weights[1]);
            }),
        ];
        Assert.Equal(0, ratios.Average(), 0.15);
        Assert.Equal(2, ratios.Average(ratio => ratio * ratio), 0.3);
    }

    [Fact]
    public void The_geometric_loss_is_the_geometric_mean()
    {
        using GeometricLoss weighting = Build(context => new GeometricLoss(context), Random, 3);
        torch.Tensor losses = Vector(2, 4, 27).requires_grad_();
        torch.Tensor combined = weighting.Combine(losses);
        Assert.Equal(6, combined.item<float>(), 1e-4);
        combined.backward();
        Near([1, 0.5, 6 / 81.0], Doubles(losses.grad!));
        Near([1, 0.5, 6 / 81.0], Weights(weighting));
    }

    [Fact]
    public void Magnitudes_of_the_first_batches_stay()
    {
        using var weighting = Build(
            context => new MagnitudeWeighting(new MagnitudeWeightingOptions { Batches = 2 }, context), Random, 2);

        // Means (1, 100): weights 50.5 and 0.505.
        Assert.Equal(101, weighting.Combine(Vector(1, 100)).item<float>(), 1e-3);

        // Means (2, 200).
        Assert.Equal((3 * 50.5) + (300 * 0.505), weighting.Combine(Vector(3, 300)).item<float>(), 1e-3);
        weighting.Combine(Vector(1000, 1));
        Near([50.5, 0.505], Weights(weighting));
    }

    [Fact]
    public void Running_magnitudes_follow()
    {
        using var weighting = Build(
            context => new MagnitudeWeighting(new MagnitudeWeightingOptions { Batches = 2, Measure = MagnitudeMeasure.RunningMean }, context),
            Random,
            2);
        weighting.Combine(Vector(1, 100));
        weighting.Combine(Vector(3, 300));
        weighting.Combine(Vector(6, 0));

        // Means 1, 2, 4 and 100, 200, 100.
        Near([52 / 4.0, 0.52], Weights(weighting));
    }

    [Fact]
    public void Dynamic_weights_compare_two_epochs()
    {
        var clock = new Clock { Epoch = 1 };
        using var weighting = Build(
            context => new DynamicWeightAverage(new DynamicWeightAverageOptions { Temperature = 2 }, clock, context), Random, 2);
        weighting.Combine(Vector(3, 2));
        weighting.Combine(Vector(5, 2));
        clock.Epoch = 2;
        weighting.Combine(Vector(2, 1));
        Near([1, 1], Weights(weighting));
        clock.Epoch = 3;
        double combined = weighting.Combine(Vector(1, 1)).item<float>();

        // Rates 2 / 4 and 1 / 2 are equal; then 1 / 2 and 1.
        Assert.Equal(2, combined, 1e-5);
        Near([1, 1], Weights(weighting));
        clock.Epoch = 4;
        weighting.Combine(Vector(1, 1));
        double first = Math.Exp(0.25), second = Math.Exp(0.5);
        Near([2 * first / (first + second), 2 * second / (first + second)], Weights(weighting));
    }

    /// <summary>Warm-up means (2, 10); then mu log(exp(L1 / (2 mu)) + exp(L2 / (10 mu))).</summary>
    [Fact]
    public void The_smooth_maximum_has_the_closed_form()
    {
        using var weighting = Build(
            context => new SmoothTchebycheff(new SmoothTchebycheffOptions { Smoothing = 0.5, WarmUpSteps = 2 }, context), Random, 2);
        Assert.Equal(13, weighting.Combine(Vector(1, 12)).item<float>(), 1e-5);
        Assert.Equal(11, weighting.Combine(Vector(3, 8)).item<float>(), 1e-5);
        torch.Tensor losses = Vector(1, 10).requires_grad_();
        torch.Tensor combined = weighting.Combine(losses);
        double first = Math.Exp(1), second = Math.Exp(2);
        Assert.Equal(0.5 * Math.Log(first + second), combined.item<float>(), 1e-5);
        combined.backward();
        Near([first / (first + second) / 2, second / (first + second) / 10], Doubles(losses.grad!));
        Near(Doubles(losses.grad!), Weights(weighting));
    }

    /// <summary>Weights c z / L at first even in log L; then the task whose loss fell less gains.</summary>
    [Fact]
    public void Famo_favours_the_loss_that_fell_less()
    {
        using Famo weighting = Build(context => new Famo(new FamoOptions { LearningRate = 0.1, Decay = 0 }, context), Random, 2);
        Assert.True(weighting.NeedsLossesAfterStep);
        Assert.Equal(2 / ((1 / 2.0) + (1 / 8.0)), weighting.Combine(Vector(2, 8)).item<float>(), 1e-4);
        Near([0.8, 0.2], Weights(weighting));
        weighting.OnStepped(Vector(1, 8));

        // Adam's first step is the learning rate long: logits (-0.1, 0.1).
        weighting.Combine(Vector(1, 1));
        Near([1 / (1 + Math.Exp(0.2)), 1 / (1 + Math.Exp(-0.2))], Weights(weighting));
    }

    private static double[] Step(LossWeighting weighting, double[] losses)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        if (weighting is not GradientWeighting gradients)
        {
            torch.Tensor values = Vector(losses).requires_grad_();
            torch.Tensor combined = weighting.Combine(values);
            combined.backward();
            using IDisposable noGrad = torch.no_grad();
            weighting.OnStepped(Vector(Scaled(losses, 0.9)).mul(Vector(1, 0.8)));
            return [combined.item<float>(), .. Doubles(values.grad!)];
        }

        double[] gradient = Combined(gradients, [Scaled(Gradients[0], losses[0]), Scaled(Gradients[1], losses[1])], losses);
        using (torch.no_grad())
        {
            // What the run's optimizer does.
            foreach (TorchSharp.Modules.Parameter parameter in weighting.parameters())
            {
                parameter.sub_((parameter.grad ?? torch.ones_like(parameter)) * 0.01);
            }
        }

        return gradient;
    }

    private static LossWeighting Create(string name, Clock clock, LossWeightingContext context) => name switch
    {
        "magnitude" => new MagnitudeWeighting(new MagnitudeWeightingOptions(), context),
        "dwa" => new DynamicWeightAverage(new DynamicWeightAverageOptions(), clock, context),
        "stch" => new SmoothTchebycheff(new SmoothTchebycheffOptions { WarmUpSteps = 5 }, context),
        "famo" => new Famo(new FamoOptions(), context),
        "gradnorm" => new Gradnorm(new GradnormOptions(), context),
        "gradvac" => new Gradvac(new GradvacOptions(), context),
        "db-mtl" => new DualBalancing(new DualBalancingOptions(), context),
        "excess" => new ExcessRisk(new ExcessRiskOptions(), context),
        "moco" => new Moco(new MocoOptions(), context),
        "modo" => new Modo(new ModoOptions(), context),
        "sdmgrad" => new Sdmgrad(new SdmgradOptions { WeightSteps = 1, WeightRate = 0.01 }, context),
        _ => new Imtl(new ImtlOptions { ScaleLosses = true }, context),
    };

    private sealed class Clock : ITrainingClock
    {
        public long Step => 0;

        public int Epoch { get; set; }

        public int StepsPerEpoch => 2;

        public int Epochs => 9;
    }
}
