using System.Text.Json;
using MmoePipeline.Losses;
using MmoePipeline.Plugins.LossWeightings.DbMtl;
using MmoePipeline.Plugins.LossWeightings.Fixed;
using MmoePipeline.Plugins.LossWeightings.Imtl;
using MmoePipeline.Plugins.LossWeightings.Magnitude;
using MmoePipeline.Plugins.LossWeightings.Pcgrad;
using MmoePipeline.Plugins.Probes.LossScale;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class LossScaleProbeTests : GradientProbeFixture
{
    [Fact]
    public void Figures_are_means_of_those_of_plain_loops()
    {
        var probe = new LossScaleProbe(new(), Site("one", "two"));
        double[] losses = new double[2];
        double[] norms = new double[2];
        for (int step = 0; step < 3; step++)
        {
            torch.Tensor[] ofStep = SquaredLosses(step);
            for (int task = 0; task < 2; task++)
            {
                losses[task] += ofStep[task].item<float>() / 3;
                norms[task] += Norm(SlowGradient(ofStep[task])["all"]) / 3;
            }

            Look(probe, [1, 0.25f], ofStep);
        }

        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(figure => figure.Name, figure => figure.Value);
        Assert.Equal(7, figures.Count);
        Assert.Equal(losses[0], figures["loss-scale/one/loss"], 1e-5);
        Assert.Equal(losses[1], figures["loss-scale/two/loss"], 1e-5);
        Assert.Equal(norms[0], figures["loss-scale/one/gradientNorm"], 1e-5);
        Assert.Equal(norms[1], figures["loss-scale/two/gradientNorm"], 1e-5);
        double[] weighted = [norms[0], 0.25 * norms[1]];
        Assert.Equal(weighted[0], figures["loss-scale/one/weightedGradientNorm"], 1e-5);
        Assert.Equal(weighted[1], figures["loss-scale/two/weightedGradientNorm"], 1e-5);
        Assert.Equal(weighted.Max() / weighted.Min(), figures["loss-scale/ratio"], 1e-4);

        // Three steps are too few for a verdict.
        Assert.True(double.IsNaN(Assert.Single(probe.Findings()).Value));
    }

    [Fact]
    public void A_loss_that_is_a_hundred_times_as_large_is_found_and_told_once()
    {
        var probe = new LossScaleProbe(new(), Site("one", "two"));
        ProbeFigures figures = Epoch(probe, 100, steps: 20);
        Assert.Equal(100, figures.Metrics.Single(figure => figure.Name == "loss-scale/ratio").Value, 1e-2);
        ProbeAlert alert = Assert.Single(figures.Alerts);
        Assert.Equal("loss-scale", alert.Name);
        Assert.Contains("the weighted gradient of two is 100 times that of one over 20 steps", alert.Message, StringComparison.Ordinal);
        Assert.Empty(Epoch(probe, 100, steps: 20).Alerts);

        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((IssueNames.LossScale, true, 10.0), (finding.Issue, finding.IsFound, finding.Threshold));
        Assert.Equal(100, finding.Value, 1e-2);
        Assert.Equal(["loss", "loss"], finding.Remedies.Select(cure => cure.Path));

        // The later half of 80 steps, and of 160.
        Assert.Empty(Epoch(probe, 1, steps: 40).Alerts);
        Assert.Equal(1, Assert.Single(probe.Findings()).Value, 1e-4);
        Assert.Single(Epoch(probe, 0.01, steps: 80).Alerts);
        Assert.Equal(4, Assert.Single(probe.Sections()).Figures.OfType<LineChart>().Count());
    }

    /// <summary>
    /// Norms are 1, 1, 1, 1 and 15 to 1: the ratio is 3.8. The parts of its logarithm's mean are 1 - b / 3.8 with a standard deviation of 1.64763, so
    /// that with Student's t of 2.776445 for 4 degrees of freedom (from a table) the interval is 3.8 exp(± 2.04580).
    /// </summary>
    [Fact]
    public void The_interval_is_that_of_the_logarithm_and_a_threshold_in_it_decides_nothing()
    {
        var probe = new LossScaleProbe(new() { LeastSteps = 5 }, Site("one", "two"));
        for (int epoch = 0; epoch < 4; epoch++)
        {
            Assert.Empty(Epoch(probe, 1, steps: 1).Alerts);
        }

        Assert.Empty(Epoch(probe, 15, steps: 1).Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, true), (finding.IsFound, finding.IsUndecided));
        Assert.Equal((4 + 15) / 5.0, finding.Value, 1e-3);
        Assert.Equal(3.8 * Math.Exp(-2.04580), finding.Interval!.Lower, 1e-3);
        Assert.Equal(3.8 * Math.Exp(2.04580), finding.Interval.Upper, 1e-2);
    }

    [Fact]
    public void A_task_without_a_gradient_is_left_out()
    {
        var probe = new LossScaleProbe(new(), Site("one", "two"));
        Look(probe, [1, 1], SquaredLosses(0)[0], torch.ones([]));
        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(figure => figure.Name, figure => figure.Value);
        Assert.Equal(0, figures["loss-scale/two/gradientNorm"]);
        Assert.True(double.IsNaN(figures["loss-scale/ratio"]));
        Assert.Empty(probe.Findings());
    }

    [Fact]
    public void A_gradient_that_explodes_and_one_that_dies_are_told_once()
    {
        var probe = new LossScaleProbe(new() { DrownsAt = 1e9, LeastSteps = 5 }, Site("one", "two"));
        Assert.Empty(Epoch(probe, 1, steps: 5).Alerts);
        ProbeAlert exploding = Assert.Single(Epoch(probe, 1000, steps: 2).Alerts);
        Assert.Equal("exploding-gradient", exploding.Name);
        Assert.StartsWith("two: the norm of its gradient on the shared parameters was ", exploding.Message, StringComparison.Ordinal);
        Assert.Empty(Epoch(probe, 1, steps: 1).Alerts);
        Assert.Equal("exploding-gradient", Assert.Single(Epoch(probe, 1000, steps: 1).Alerts).Name);

        ProbeAlert dead = Assert.Single(Epoch(probe, 0, steps: 5).Alerts);
        Assert.Equal("dead-loss", dead.Name);
        Assert.StartsWith("two: its gradient on the shared parameters has been zero in the last 5 steps", dead.Message, StringComparison.Ordinal);
        Assert.Empty(Epoch(probe, 0, steps: 2).Alerts);
    }

    /// <summary>Two tasks whose norms are step to 1: the later half of so many steps, whose mean is the ratio.</summary>
    [Theory]
    [InlineData(20, 1, 20)]
    [InlineData(63, 32, 63)]
    [InlineData(64, 33, 64)]
    [InlineData(400, 209, 400)]
    public void The_later_half_of_the_steps_is_judged(int steps, int first, int last)
    {
        LossScaleProbe probe = Stepped(steps);
        probe.OnValidationCompleted();
        Assert.Equal((first + last) / 2.0, Assert.Single(probe.Findings()).Value, 1e-2);
    }

    /// <summary>What is remembered doesn't grow with the steps, in memory or in a checkpoint.</summary>
    [Fact]
    public void A_checkpoint_of_many_steps_is_as_large_as_one_of_fewer() =>
        Assert.InRange(Saved(Stepped(2400)), 0, 1.3 * Saved(Stepped(600)));

    [Fact]
    public void One_task_alone_is_not_looked_at()
    {
        var probe = new LossScaleProbe(new(), Site("one"));
        Assert.DoesNotContain(Enumerable.Range(1, 100), step => probe.IsDue(step));
        Assert.Empty(probe.OnValidationCompleted().Metrics);
        Assert.Empty(probe.Findings());
        Assert.Empty(probe.Sections());
    }

    /// <summary>Losses of the same rows, one a hundred times the other, with a weighting's own weights.</summary>
    [Theory]
    [InlineData("fixed", true)]
    [InlineData("magnitude", false)]
    [InlineData("imtl", false)]
    [InlineData("db-mtl", false)]
    [InlineData("pcgrad", true)]
    public void What_counts_is_the_gradient_after_losses_are_weighted(string name, bool isFound)
    {
        var context = new LossWeightingContext
        {
            Tasks = ["one", "two"],
            Path = "loss",
            SharedParameterCount = Model.SharedParameters.Sum(parameter => parameter.numel()),
            Random = Random,
            Device = torch.CPU,
        };
        using LossWeighting weighting = name switch
        {
            "fixed" => new FixedWeighting(new(), context),
            "magnitude" => new MagnitudeWeighting(new(), context),
            "imtl" => new Imtl(new(), context),
            "db-mtl" => new DualBalancing(new(), context),
            _ => new Pcgrad(context),
        };
        var probe = new LossScaleProbe(new() { LeastSteps = 5 }, Site("one", "two"));
        for (int step = 0; step < 5; step++)
        {
            // Gradient surgery leaves losses that agree as they are; where they don't, it changes the factors.
            torch.Tensor[] losses = SquaredLosses(0);
            losses[1] = 100 * losses[name == "pcgrad" ? 0 : 1];
            ProbedStep probed = Step(Model, losses);
            probe.OnLosses(probed);
            if (weighting is GradientWeighting ofGradients)
            {
                torch.Tensor matrix = torch.stack([.. probed.TaskGradients.Select(ofTask => torch.cat(
                    [.. ofTask.Zip(Model.SharedParameters, (gradient, parameter) => (gradient ?? torch.zeros_like(parameter)).reshape(-1))]))]);
                ofGradients.Combine(new TaskGradients(probed.Losses, [matrix]));
            }
            else
            {
                weighting.Combine(torch.stack(losses));
            }

            probed.Weights = weighting.CurrentWeights();
            probe.OnStepped(probed);
        }

        probe.OnValidationCompleted();
        Assert.Equal(isFound, Assert.Single(probe.Findings()).IsFound);
    }

    /// <summary>A step with the weights that a weighting gave.</summary>
    private void Look(LossScaleProbe probe, float[] weights, params torch.Tensor[] losses)
    {
        ProbedStep step = Step(Model, losses);
        probe.OnLosses(step);
        step.Weights = torch.tensor(weights);
        probe.OnStepped(step);
    }

    /// <summary>The same rows in every step, and one loss a multiple of the other.</summary>
    private ProbeFigures Epoch(LossScaleProbe probe, double factor, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            torch.Tensor loss = Model.Forward(Rows(0).Features).Logits.select(1, 0).square().mean();
            Look(probe, [1, 1], loss, loss * factor);
        }

        return probe.OnValidationCompleted();
    }

    private LossScaleProbe Stepped(int steps)
    {
        var probe = new LossScaleProbe(new(), Site("one", "two"));
        for (int step = 1; step <= steps; step++)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            torch.Tensor sum = Model.SharedParameters[0].sum();
            Look(probe, [1, 1], sum, sum * step);
        }

        return probe;
    }

    private static double Saved(LossScaleProbe probe)
    {
        using var saved = new MemoryStream();
        using (var json = new Utf8JsonWriter(saved))
        {
            StateExchange.Save(probe, json, new Dictionary<string, torch.Tensor>(), "probe");
        }

        return saved.Length;
    }
}
