using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Probes.GateStability;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class GateStabilityProbeTests : NetworkFixture
{
    private readonly StandingClock _clock = new() { Epochs = 10 };
    private double[][] _weights = [];
    private ProbeSample? _sample;

    [Fact]
    public void Movement_is_the_mean_divergence_of_rows()
    {
        Assert.True(double.IsNaN(After([[0.5, 0.5], [1, 0]])["gate-stability/one/movement"]));

        // The second row goes from one expert to the other: log 2, as far as distributions can be from each other.
        Assert.Equal(Math.Log(2), After([[0.5, 0.5], [1, 0]], [[0.5, 0.5], [0, 1]])["gate-stability/one/movement"] * 2, 1e-9);
        double[][] before = [[0.2, 0.3, 0.5], [0.7, 0.1, 0.2], [0, 0, 1]];
        double[][] after = [[0.25, 0.25, 0.5], [0.1, 0.1, 0.8], [0.5, 0, 0.5]];
        Assert.Equal(before.Zip(after, Divergence).Average(), After(before, after)["gate-stability/one/movement"], 1e-7);
    }

    [Fact]
    public void Swings_are_the_share_of_weights_that_turn_round()
    {
        var figures = After([[0.5, 0.3, 0.2]], [[0.6, 0.2, 0.2]]);
        Assert.True(double.IsNaN(figures["gate-stability/one/swings"]));

        // The first goes back, the second goes on, the third had not moved.
        figures = After([[0.5, 0.3, 0.2]], [[0.6, 0.2, 0.2]], [[0.55, 0.15, 0.3]]);
        Assert.Equal(1.0 / 3, figures["gate-stability/one/swings"], 1e-9);
    }

    [Fact]
    public void A_gate_that_jumps_to_and_fro_is_told_once_and_found()
    {
        using GateStabilityProbe probe = Build(new());
        ProbeAlert[][] alerts = [.. Enumerable.Range(0, 7).Select(epoch =>
            Evaluate(probe, epoch % 2 == 0 ? [[0.8, 0.2], [0.3, 0.7]] : [[0.3, 0.7], [0.8, 0.2]]).Alerts.ToArray())];
        Assert.Equal([0, 0, 0, 0, 0, 1, 0], alerts.Select(of => of.Length));
        Assert.Equal("unstable", alerts[5][0].Name);
        Assert.Contains("gate-stability/one: over the last 4 epochs the weights moved by 0.13", alerts[5][0].Message, StringComparison.Ordinal);

        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((IssueNames.GateInstability, true, 0.01), (finding.Issue, finding.IsFound, finding.Threshold));
        Assert.Equal(Divergence([0.8, 0.2], [0.3, 0.7]), finding.Value, 1e-6);
        Assert.Contains("gate-stability/one", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(["layer-norm", "smooth", "freeze"], finding.Remedies.Select(cure =>
            System.Text.Json.JsonDocument.Parse(cure.Json).RootElement[0].GetProperty("type").GetString()));
    }

    /// <summary>Far, but one way: that is what learning looks like.</summary>
    [Fact]
    public void A_gate_that_goes_one_way_is_not_unstable()
    {
        using GateStabilityProbe probe = Build(new());
        for (int epoch = 0; epoch < 7; epoch++)
        {
            double first = 0.02 + (0.16 * epoch);
            Assert.Empty(Evaluate(probe, [[first, 1 - first]]).Alerts);
        }

        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, false), (finding.IsFound, finding.IsUndecided));
        Assert.True(finding.Value > finding.Threshold);
        Assert.Empty(finding.Remedies);
    }

    /// <summary>
    /// Movements of which half are large: Student's t for 3 degrees of freedom and 0.975 is 3.182446 (from a table); there is one gate.
    /// </summary>
    [Fact]
    public void Movements_that_differ_from_epoch_to_epoch_decide_nothing()
    {
        using GateStabilityProbe probe = Build(new());
        double[] first = [0.5, 0.9, 0.5, 0.52, 0.1, 0.12];
        double[] movements = [.. first.Skip(1).Zip(first, (now, before) => Divergence([before, 1 - before], [now, 1 - now])).Skip(1)];
        foreach (double weight in first)
        {
            Assert.Empty(Evaluate(probe, [[weight, 1 - weight]]).Alerts);
        }

        double mean = movements.Average();
        double reach = 3.182446 * Math.Sqrt(movements.Sum(movement => (movement - mean) * (movement - mean)) / 3) / 2;
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, true), (finding.IsFound, finding.IsUndecided));
        Assert.Equal(mean, finding.Value, 1e-7);
        Assert.Equal(mean + reach, finding.Interval!.Upper, 1e-6);
    }

    [Fact]
    public void A_gate_that_rests_is_told_and_told_again_after_it_moved()
    {
        using GateStabilityProbe probe = Build(new());
        double[] first = [0.5, 0.5, 0.501, 0.502, 0.503, 0.9, 0.901, 0.9, 0.901];
        Assert.Equal(
            ["", "", "", "settled", "", "", "", "settled", ""],
            first.Select(weight => string.Join(" ", Evaluate(probe, [[weight, 1 - weight]]).Alerts.Select(alert => alert.Name))));
        Assert.False(Assert.Single(probe.Findings()).IsFound);
    }

    /// <summary>Weights at random around a point, less and less: turning round alone is no trouble.</summary>
    [Fact]
    public void Healthy_gates_are_not_told()
    {
        using GateStabilityProbe probe = Build(new() { SettledBelow = 0 });
        var random = new Random(3);
        for (int epoch = 0; epoch < 12; epoch++)
        {
            double[][] rows = [.. Enumerable.Range(0, 40).Select(_ => 0.5 + ((random.NextDouble() - 0.5) * 0.6 / (1 + epoch)))
                .Select(weight => new[] { weight, 1 - weight })];
            Assert.Empty(Evaluate(probe, rows).Alerts);
        }

        Assert.False(Assert.Single(probe.Findings()).IsFound);
    }

    [Fact]
    public void Too_few_epochs_tell_nothing()
    {
        using GateStabilityProbe probe = Build(new());
        Assert.Empty(probe.Findings());
        Assert.Empty(probe.Sections());
        Evaluate(probe, [[0.8, 0.2]]);
        Evaluate(probe, [[0.2, 0.8]]);
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, double.NaN), (finding.IsFound, finding.Value));
    }

    [Fact]
    public void Weights_that_are_no_distribution_have_no_movement()
    {
        Assert.True(double.IsNaN(After([[1.5, -0.5]], [[1.2, -0.2]])["gate-stability/one/movement"]));
    }

    [Fact]
    public void One_expert_alone_is_neither_settled_nor_unstable()
    {
        using GateStabilityProbe probe = Build(new());
        for (int epoch = 0; epoch < 6; epoch++)
        {
            Assert.Empty(Evaluate(probe, [[1]]).Alerts);
        }
    }

    [Fact]
    public void Banks_have_names_and_lines_of_their_own()
    {
        var model = new TracedModel((_, trace) =>
        {
            trace.Add(new GateActivation(["one", "two"], ["0", "1"], torch.full(4, 2, 2, 0.5)));
            trace.Add(new GateActivation(["shared"], ["0"], torch.ones(4, 1, 1)));
        });
        using var probe = new GateStabilityProbe(new(), ProbeContexts.Of(["one", "two"], model, Layout, Sample(), _clock));
        _clock.Epoch = 1;
        Assert.Equal(
            ["0/one", "0/two", "1/shared"],
            probe.OnValidationCompleted().Metrics.Where(metric => metric.Name.EndsWith("movement", StringComparison.Ordinal))
                .Select(metric => metric.Name["gate-stability/".Length..^"/movement".Length]));
        LineChart movement = probe.Sections().Single().Figures.OfType<LineChart>().First();
        Assert.Equal(3, movement.Series.Length);
        Assert.Null(movement.Series[0].Y[0]);
    }

    [Fact]
    public void An_evaluation_leaves_nothing_behind_but_what_the_next_compares_with()
    {
        GateStabilityProbe probe = Build(new());
        long start = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        for (int epoch = 0; epoch < 4; epoch++)
        {
            Evaluate(probe, [[0.5, 0.5]]);
        }

        // Weights and the step to them.
        Assert.Equal(start + 2, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        probe.Dispose();
        Assert.Equal(start, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private static double Divergence(double[] one, double[] other) => one.Zip(other, (p, q) => Term(p, q) + Term(q, p)).Sum() / 2;

    /// <summary>A term of the Kullback-Leibler divergence from the middle.</summary>
    private static double Term(double p, double q) => p == 0 ? 0 : p * Math.Log(2 * p / (p + q));

    private GateStabilityProbe Build(GateStabilityProbeOptions options)
    {
        var model = TracedModel.WithGates((_, trace) => trace.Add(new GateActivation(
            ["one"],
            [.. _weights[0].Select((_, expert) => $"{expert}")],
            torch.tensor(_weights.SelectMany(row => row).Select(weight => (float)weight).ToArray()).view(_weights.Length, 1, -1))));
        return new GateStabilityProbe(options, ProbeContexts.Of(["one"], model, Layout, Sample(), _clock));
    }

    private ProbeSample Sample() => _sample ??= new(Batch(4), torch.zeros(4, 2));

    private ProbeFigures Evaluate(GateStabilityProbe probe, double[][] weights)
    {
        (_weights, _clock.Epoch) = (weights, _clock.Epoch + 1);
        return probe.OnValidationCompleted();
    }

    /// <summary>The figures after evaluations of a probe that has seen none.</summary>
    private Dictionary<string, double> After(params double[][][] weights)
    {
        _clock.Epoch = 0;
        using GateStabilityProbe probe = Build(new());
        return weights.Select(of => Evaluate(probe, of)).ToArray()[^1].Metrics.ToDictionary(figure => figure.Name, figure => figure.Value);
    }
}
