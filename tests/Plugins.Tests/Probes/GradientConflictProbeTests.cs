using System.Text.Json;
using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Architectures.SingleTask;
using MmoePipeline.Plugins.Probes.GradientConflict;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class GradientConflictProbeTests : GradientProbeFixture
{
    [Fact]
    public void Figures_are_means_of_those_of_plain_loops()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        var expected = new Dictionary<string, List<double>>();
        for (int step = 0; step < 3; step++)
        {
            torch.Tensor[] losses = SquaredLosses(step);
            Dictionary<string, List<double>> first = SlowGradient(losses[0]);
            Dictionary<string, List<double>> second = SlowGradient(losses[1]);
            foreach ((string group, List<double> ofFirst) in first)
            {
                List<double> ofSecond = second[group];
                double product = 0;
                int opposite = 0;
                int both = 0;
                for (int index = 0; index < ofFirst.Count; index++)
                {
                    product += ofFirst[index] * ofSecond[index];
                    opposite += ofFirst[index] * ofSecond[index] < 0 ? 1 : 0;
                    both += ofFirst[index] != 0 && ofSecond[index] != 0 ? 1 : 0;
                }

                double[] norms = [.. new[] { Norm(ofFirst), Norm(ofSecond) }.Order()];
                Add($"{group}/one-two/cosine", product / (norms[0] * norms[1]));
                Add($"{group}/one-two/oppositeSigns", (double)opposite / both);
                Add($"{group}/one-two/magnitudeRatio", norms[1] / norms[0]);
            }

            probe.OnLosses(Step(Model, losses));
        }

        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(figure => figure.Name, figure => figure.Value);
        Assert.Equal(expected.Keys.Select(name => $"gradient-conflict/{name}").Order(), figures.Keys.Order());
        Assert.Equal(5 * 3, figures.Count);
        Assert.All(expected, pair => Assert.Equal(pair.Value.Average(), figures[$"gradient-conflict/{pair.Key}"], 1e-4));

        void Add(string name, double value)
        {
            expected.TryAdd(name, []);
            expected[name].Add(value);
        }
    }

    [Fact]
    public void Tasks_with_negated_labels_are_in_a_tug_of_war_and_told_once()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        ProbeFigures figures = Epoch(probe, opposed: true, steps: 20);
        Assert.InRange(figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/cosine").Value, -1.0001, -0.9);
        ProbeAlert alert = Assert.Single(figures.Alerts);
        Assert.Equal("tug-of-war", alert.Name);
        Assert.Contains("one and two on all shared parameters have a mean cosine of -", alert.Message, StringComparison.Ordinal);
        Assert.Empty(Epoch(probe, opposed: true, steps: 20).Alerts);

        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((IssueNames.GradientConflict, true, -0.1), (finding.Issue, finding.IsFound, finding.Threshold));
        Assert.InRange(finding.Value, -1.0001, -0.9);
        Assert.True(finding.Interval!.Upper < -0.1);
        Assert.Contains("one and two", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(["loss", "model", "model"], finding.Remedies.Select(cure => cure.Path));
        Assert.All(finding.Remedies, cure => JsonDocument.Parse(cure.Json).Dispose());

        // It ends, and begins again: the later half of the steps decides.
        Assert.Empty(Epoch(probe, opposed: false, steps: 40).Alerts);
        Assert.False(Assert.Single(probe.Findings()).IsFound);
        Assert.Single(Epoch(probe, opposed: true, steps: 80).Alerts);
    }

    [Fact]
    public void Tasks_that_are_the_same_are_in_none()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        ProbeFigures figures = Epoch(probe, opposed: false, steps: 20);
        Assert.Equal(1, figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/cosine").Value, 1e-5);
        Assert.Equal(0, figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/oppositeSigns").Value);
        Assert.Equal(1, figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/magnitudeRatio").Value, 1e-5);
        Assert.Empty(figures.Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.False(finding.IsFound);
        Assert.Equal(1, finding.Value, 1e-5);
        Assert.Empty(finding.Remedies);
    }

    /// <summary>
    /// Student's t for 4 degrees of freedom is 2.776445 at 0.975, for one pair of tasks, and 3.960786 at 1 - 0.05 / 6, for three: from its closed
    /// distribution function.
    /// </summary>
    [Theory]
    [InlineData(2, 2.776445)]
    [InlineData(3, 3.960786)]
    public void The_verdict_is_by_all_parameters_with_an_interval_corrected_for_the_pairs_of_tasks(int tasks, double quantile)
    {
        var probe = new GradientConflictProbe(new() { LeastSteps = 5 }, Site([.. new[] { "one", "two", "three" }.Take(tasks)]));
        var cosines = new Dictionary<string, List<double>>();
        for (int step = 0; step < 5; step++)
        {
            torch.Tensor[] losses = SquaredLosses(step);
            probe.OnLosses(Step(Model, tasks == 2 ? losses : [.. losses, losses[0] + (2 * losses[1])]));
            foreach (ProbeMetric metric in probe.OnValidationCompleted().Metrics.Where(
                metric => metric.Name.StartsWith("gradient-conflict/all/", StringComparison.Ordinal) && metric.Name.EndsWith("cosine", StringComparison.Ordinal)))
            {
                cosines.TryAdd(metric.Name, []);
                cosines[metric.Name].Add(metric.Value);
            }
        }

        (double mean, double lower) = cosines.Values.Select(ofPair =>
        {
            double mean = ofPair.Sum() / 5;
            double deviation = Math.Sqrt(ofPair.Sum(cosine => (cosine - mean) * (cosine - mean)) / 4);
            return (mean, lower: Math.Max(-1, mean - (quantile * deviation / Math.Sqrt(5))));
        }).MinBy(pair => pair.lower);
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal(mean, finding.Value, 1e-5);
        Assert.Equal(lower, finding.Interval!.Lower, 1e-5);
    }

    /// <summary>On one expert the tasks ask the opposite of each other, on the much larger rest the same.</summary>
    [Fact]
    public void A_single_expert_is_a_detail()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        for (int step = 0; step < 20; step++)
        {
            var trace = new ForwardTrace();
            Model.Forward(Rows(step).Features, trace);
            torch.Tensor same = Model.SharedParameters[0].square().sum() * 1000;
            torch.Tensor opposite = trace.Experts[0].Outputs[1].square().mean();
            probe.OnLosses(Step(Model, same + opposite, same - opposite));
        }

        var cosines = probe.OnValidationCompleted().Metrics.Where(metric => metric.Name.EndsWith("cosine", StringComparison.Ordinal))
            .ToDictionary(metric => metric.Name, metric => metric.Value);
        Assert.Equal(-1, cosines["gradient-conflict/experts/1/one-two/cosine"], 1e-4);
        Assert.InRange(cosines["gradient-conflict/all/one-two/cosine"], 0.9, 1.0001);
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, false), (finding.IsFound, finding.IsUndecided));
        Assert.Equal(cosines["gradient-conflict/all/one-two/cosine"], finding.Value, 1e-6);
        Assert.Contains("experts/1", finding.Evidence, StringComparison.Ordinal);
    }

    /// <summary>
    /// Tasks that agree in some steps and fight in the next, five at a time: steps that follow each other are alike, so that twenty of them leave the sign open.
    /// </summary>
    [Fact]
    public void A_threshold_in_the_interval_decides_nothing()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        for (int step = 0; step < 20; step++)
        {
            Look(probe, opposed: step % 10 < 5, step);
        }

        Assert.Empty(probe.OnValidationCompleted().Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, true), (finding.IsFound, finding.IsUndecided));
        Assert.Empty(finding.Remedies);
    }

    /// <summary>Few steps show neither that tasks fight nor that they don't.</summary>
    [Theory]
    [InlineData(1, true, false)]
    [InlineData(19, true, false)]
    [InlineData(19, false, false)]
    [InlineData(20, false, true)]
    public void Too_few_steps_are_not_measured(int steps, bool opposed, bool isMeasured)
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        Assert.Empty(Epoch(probe, opposed, steps).Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.False(finding.IsFound);
        Assert.Equal(isMeasured, !double.IsNaN(finding.Value));
        Assert.Equal(!isMeasured, finding.Evidence.Contains("the verdict takes 20", StringComparison.Ordinal));
    }

    /// <summary>A run of any length has 60 steps to look at, if it has so many; a long one looks at every fiftieth.</summary>
    [Theory]
    [InlineData(1, 30, 30)]
    [InlineData(1, 60, 60)]
    [InlineData(8, 69, 61)]
    [InlineData(2, 10_000, 400)]
    public void Short_runs_are_looked_at_more_often(int epochs, int stepsPerEpoch, int expected)
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two") with { Clock = new StandingClock { Epochs = epochs, StepsPerEpoch = stepsPerEpoch } });
        Assert.Equal(expected, Enumerable.Range(1, epochs * stepsPerEpoch).Count(step => probe.IsDue(step)));
    }

    [Fact]
    public void What_one_task_alone_reaches_has_no_pair()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        var trace = new ForwardTrace();
        torch.Tensor logits = Model.Forward(Rows(0).Features, trace).Logits;
        probe.OnLosses(Step(Model, logits.square().mean(), trace.Experts[0].Outputs[1].square().mean()));
        Assert.Equal(
            ["all", "embedding", "experts/1"],
            probe.OnValidationCompleted().Metrics.Select(figure => figure.Name.Split("/one-two")[0]["gradient-conflict/".Length..])
                .Distinct().Order());
    }

    [Fact]
    public void Without_a_pair_or_shared_parameters_there_is_nothing_to_see()
    {
        var alone = new GradientConflictProbe(new(), Site("one"));
        using var model = new SingleTaskModel(
            new SingleTaskOptions { Experts = [Experts(2, 4)] }, Context(Random, "one", "two"));
        var apart = new GradientConflictProbe(new(), ProbeContexts.Of(["one", "two"], model, Layout, clock: Clock));
        foreach (GradientConflictProbe probe in new[] { alone, apart })
        {
            Assert.DoesNotContain(Enumerable.Range(1, 100), step => probe.IsDue(step));
            Assert.Empty(probe.OnValidationCompleted().Metrics);
            Assert.Empty(probe.Findings());
            Assert.Empty(probe.Sections());
        }
    }

    /// <summary>An epoch has ten steps.</summary>
    [Theory]
    [InlineData(1, 100)]
    [InlineData(4, 25)]
    [InlineData(10, 10)]
    [InlineData(25, 10)]
    public void Every_epoch_has_a_step_that_is_due(int every, int expected)
    {
        var probe = new GradientConflictProbe(new() { Every = every }, Site("one", "two"));
        Assert.Equal(expected, Enumerable.Range(1, 100).Count(step => probe.IsDue(step)));
    }

    [Fact]
    public void The_report_shows_shares_that_add_up()
    {
        var probe = new GradientConflictProbe(new(), Site("one", "two"));
        Assert.Empty(probe.Sections());
        Epoch(probe, opposed: true);
        ReportSection section = Assert.Single(probe.Sections());
        BarChart[] charts = [.. section.Figures.OfType<BarChart>()];
        Assert.Equal(3, charts.Length);
        Assert.All(charts, chart => Assert.All(chart.Series, series =>
        {
            Assert.Equal(chart.Categories.Length, series.Values.Length);
            Assert.Equal(1, series.Values.Sum()!.Value, 1e-9);
        }));
        Assert.Equal("-1.0", charts[0].Categories[Array.FindIndex([.. charts[0].Series[0].Values], share => share > 0)]);
        HeatMap map = Assert.Single(section.Figures.OfType<HeatMap>());
        Assert.Equal(["embedding", "experts/0", "experts/1", "experts/2", "all"], map.Rows.AsEnumerable());
        Assert.All(map.Values, row => Assert.InRange(row[0]!.Value, -1.0001, -0.9));
    }

    /// <summary>An epoch of tasks that ask the same of one head, or the opposite.</summary>
    private ProbeFigures Epoch(GradientConflictProbe probe, bool opposed, int steps = 6)
    {
        for (int step = 0; step < steps; step++)
        {
            Look(probe, opposed, step);
        }

        return probe.OnValidationCompleted();
    }

    private void Look(GradientConflictProbe probe, bool opposed, int step)
    {
        (FeatureBatch features, torch.Tensor values) = Rows(step);
        torch.Tensor labels = values.select(1, 0).gt(0).to(torch.float32);

        // As from a head that starts at zero, where both labels are as likely.
        torch.Tensor logit = Model.Forward(features).Logits.select(1, 0);
        logit = logit - logit.detach();
        probe.OnLosses(Step(
            Model,
            torch.nn.functional.binary_cross_entropy_with_logits(logit, labels),
            torch.nn.functional.binary_cross_entropy_with_logits(logit, opposed ? 1 - labels : labels)));
    }
}
