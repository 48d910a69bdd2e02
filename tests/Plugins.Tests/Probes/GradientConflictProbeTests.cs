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
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
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
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
        ProbeFigures figures = Epoch(probe, opposed: true);
        Assert.InRange(figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/cosine").Value, -1.0001, -0.9);
        ProbeAlert alert = Assert.Single(figures.Alerts);
        Assert.Equal("tug-of-war", alert.Name);
        Assert.Contains("one and two have a mean cosine of -", alert.Message, StringComparison.Ordinal);
        Assert.Contains("in 4 other groups or pairs", alert.Message, StringComparison.Ordinal);
        Assert.Empty(Epoch(probe, opposed: true).Alerts);

        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((Trouble.TugOfWar, true, -0.1), (finding.Trouble, finding.IsFound, finding.Threshold));
        Assert.InRange(finding.Value, -1.0001, -0.9);
        Assert.Contains("one and two", finding.Evidence, StringComparison.Ordinal);
        Assert.Equal(["loss", "model", "model"], finding.Cures.Select(cure => cure.Path));
        Assert.All(finding.Cures, cure => JsonDocument.Parse(cure.Json).Dispose());

        // It ends, and begins again. By then epochs have enough steps to be judged by their own.
        Assert.Empty(Epoch(probe, opposed: false, steps: 30).Alerts);
        Assert.False(Assert.Single(probe.Findings()).IsFound);
        Assert.Single(Epoch(probe, opposed: true, steps: 30).Alerts);
    }

    [Fact]
    public void Tasks_that_are_the_same_are_in_none()
    {
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
        ProbeFigures figures = Epoch(probe, opposed: false, steps: 20);
        Assert.Equal(1, figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/cosine").Value, 1e-5);
        Assert.Equal(0, figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/oppositeSigns").Value);
        Assert.Equal(1, figures.Metrics.Single(figure => figure.Name == "gradient-conflict/all/one-two/magnitudeRatio").Value, 1e-5);
        Assert.Empty(figures.Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.False(finding.IsFound);
        Assert.Equal(1, finding.Value, 1e-5);
        Assert.Empty(finding.Cures);
    }

    /// <summary>Student's t for 4 degrees of freedom and 0.99 is 3.74695 (from a table); each epoch has a step.</summary>
    [Fact]
    public void The_verdict_is_by_what_the_mean_is_surely_below()
    {
        var probe = new GradientConflictProbe(new() { LeastSteps = 5 });
        probe.Attach(Site("one", "two"));
        var cosines = new Dictionary<string, List<double>>();
        for (int step = 0; step < 5; step++)
        {
            probe.OnLosses(Step(Model, SquaredLosses(step)));
            foreach (ProbeMetric metric in probe.OnValidationCompleted().Metrics.Where(
                metric => metric.Name.EndsWith("cosine", StringComparison.Ordinal)))
            {
                cosines.TryAdd(metric.Name, []);
                cosines[metric.Name].Add(metric.Value);
            }
        }

        double expected = cosines.Values.Min(ofGroup =>
        {
            double mean = ofGroup.Sum() / 5;
            double deviation = Math.Sqrt(ofGroup.Sum(cosine => (cosine - mean) * (cosine - mean)) / 4);
            return Math.Min(1, mean + (3.74695 * deviation / Math.Sqrt(5)));
        });
        Assert.Equal(expected, Assert.Single(probe.Findings()).Value, 1e-5);
    }

    [Fact]
    public void One_step_tells_nothing()
    {
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
        Assert.Empty(Epoch(probe, opposed: true, steps: 1).Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.True(double.IsNaN(finding.Value));
        Assert.Contains("can't be told by 1 step that", finding.Evidence, StringComparison.Ordinal);
    }

    /// <summary>Few steps can show a tug of war, but not that there is none.</summary>
    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void Too_few_steps_do_not_say_that_there_is_none(int steps, bool isMeasured)
    {
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
        Epoch(probe, opposed: false, steps);
        Finding finding = Assert.Single(probe.Findings());
        Assert.False(finding.IsFound);
        Assert.Equal(isMeasured, !double.IsNaN(finding.Value));
        Assert.Equal(!isMeasured, finding.Evidence.Contains("it takes 10", StringComparison.Ordinal));
    }

    [Fact]
    public void What_one_task_alone_reaches_has_no_pair()
    {
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
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
        var alone = new GradientConflictProbe(new());
        alone.Attach(Site("one"));
        var apart = new GradientConflictProbe(new());
        using var model = new SingleTaskModel(
            new SingleTaskOptions { Experts = [Experts(2, 4)] }, Context(Random, "one", "two"));
        apart.Attach(ProbeSites.Of(["one", "two"], model, Layout, clock: Clock));
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
        var probe = new GradientConflictProbe(new() { Every = every });
        probe.Attach(Site("one", "two"));
        Assert.Equal(expected, Enumerable.Range(1, 100).Count(step => probe.IsDue(step)));
    }

    [Fact]
    public void The_report_shows_shares_that_add_up()
    {
        var probe = new GradientConflictProbe(new());
        probe.Attach(Site("one", "two"));
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

        return probe.OnValidationCompleted();
    }
}
