using MmoePipeline.Modeling;
using MmoePipeline.Plugins.Probes.Gates;
using MmoePipeline.Probing;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.Probes;

public sealed class GatesProbeTests : NetworkFixture
{
    [Fact]
    public void Figures_are_means_over_all_rows_of_all_batches()
    {
        GatesProbe probe = Build(new());
        probe.OnValidationBatch(Batch([[[0.5f, 0.5f], [1, 0]]]));
        probe.OnValidationBatch(Batch([[[0.75f, 0.25f], [1, 0]], [[0.25f, 0.75f], [0, 1]]]));
        var figures = probe.OnValidationCompleted().Metrics.ToDictionary(figure => figure.Name, figure => figure.Value);

        Assert.Equal(1.5 / 3, figures["gates/one/weight/e0"], 1e-6);
        Assert.Equal(2.0 / 3, figures["gates/one/largest"], 1e-6);
        double entropy = -(0.75 * Math.Log(0.75)) - (0.25 * Math.Log(0.25));
        Assert.Equal((Math.Log(2) + (2 * entropy)) / 3, figures["gates/one/entropy"], 1e-6);
        Assert.Equal(2, figures["gates/one/effectiveExperts"], 1e-6);
        Assert.Equal(0, figures["gates/one/onOneExpert"], 1e-6);
        Assert.Equal(2.0 / 3, figures["gates/two/weight/e0"], 1e-6);
        Assert.Equal(1, figures["gates/two/largest"], 1e-6);
        Assert.Equal(0, figures["gates/two/entropy"], 1e-6);
        Assert.Equal(3 / Math.Pow(4, 1.0 / 3), figures["gates/two/effectiveExperts"], 1e-6);
        Assert.Equal(1, figures["gates/two/onOneExpert"], 1e-6);
    }

    [Fact]
    public void An_epoch_forgets_the_one_before()
    {
        GatesProbe probe = Build(new());
        probe.OnValidationBatch(Batch([[[1, 0], [1, 0]]]));
        probe.OnValidationCompleted();
        probe.OnValidationBatch(Batch([[[0, 1], [0, 1]]]));
        ProbeMetric weight = probe.OnValidationCompleted().Metrics.First(figure => figure.Name == "gates/one/weight/e0");
        Assert.Equal(0, weight.Value);
    }

    [Fact]
    public void A_gate_forced_onto_one_expert_is_told_once_and_found()
    {
        GatesProbe probe = Build(new());
        probe.OnValidationBatch(Batch(Rows(40, [[[0.5f, 0.5f], [0.02f, 0.98f]]])));
        ProbeAlert alert = Assert.Single(probe.OnValidationCompleted().Alerts);
        Assert.Equal("collapse", alert.Name);
        Assert.Contains("gates/two: one expert has more than 0.9 of the weight on 100.0 % of the rows", alert.Message, StringComparison.Ordinal);
        Assert.Contains("expert e1 has it on 100.0 %", alert.Message, StringComparison.Ordinal);
        probe.OnValidationBatch(Batch(Rows(40, [[[0.5f, 0.5f], [0.02f, 0.98f]]])));
        Assert.Empty(probe.OnValidationCompleted().Alerts);

        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((IssueNames.GateCollapse, true, 0.5), (finding.Issue, finding.IsFound, finding.Threshold));
        Assert.Equal(1, finding.Value, 1e-6);
        Assert.NotEmpty(finding.Remedies);
    }

    /// <summary>Such as the units of a cross-stitch network: its configuration has no place for regularizers.</summary>
    [Fact]
    public void Where_no_gate_takes_regularizers_none_is_proposed()
    {
        var probe = new GatesProbe(new(), ProbeContexts.Of(["one", "two"], new TracedModel((_, _) => { })));
        probe.OnValidationBatch(Batch(Rows(40, [[[0.5f, 0.5f], [0.02f, 0.98f]]])));
        probe.OnValidationCompleted();
        Finding finding = Assert.Single(probe.Findings());
        Assert.True(finding.IsFound);
        Assert.Empty(finding.Remedies);
    }

    [Fact]
    public void Rows_count_whichever_expert_decides_them_and_the_usual_one_is_named()
    {
        GatesProbe probe = Build(new());
        probe.OnValidationBatch(Batch(Rows(
            25, [[[1, 0], [0.5f, 0.5f]], [[0, 1], [0.6f, 0.4f]], [[0.05f, 0.95f], [0.1f, 0.9f]], [[0.5f, 0.5f], [0.5f, 0.5f]]])));
        ProbeAlert alert = Assert.Single(probe.OnValidationCompleted().Alerts);
        Assert.Contains("expert e1 has it on 50.0 %", alert.Message, StringComparison.Ordinal);

        // The score interval of 75 of 100 with the normal quantile of 1 - 0.05 / 4, 2.2414, because two gates are looked at.
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal(0.75, finding.Value, 1e-6);
        Assert.Equal(0.642583, finding.Interval!.Lower, 1e-6);
        Assert.Equal(0.833499, finding.Interval.Upper, 1e-6);
    }

    [Fact]
    public void A_gate_that_mixes_has_not_collapsed()
    {
        GatesProbe probe = Build(new());
        probe.OnValidationBatch(Batch([[[0.8f, 0.2f], [0.5f, 0.5f]], [[0.95f, 0.05f], [0.3f, 0.7f]]]));
        Assert.Empty(probe.OnValidationCompleted().Alerts);
        Finding finding = Assert.Single(probe.Findings());
        Assert.Equal((false, true), (finding.IsFound, finding.IsUndecided));
        Assert.Equal(0.5, finding.Value, 1e-6);
        Assert.Empty(finding.Remedies);
    }

    [Fact]
    public void One_expert_alone_can_not_collapse()
    {
        GatesProbe probe = Build(new());
        probe.OnValidationBatch(Batch([[[1], [1]]]));
        Assert.Empty(probe.OnValidationCompleted().Alerts);
        Assert.Empty(probe.Findings());
    }

    private static GatesProbe Build(GatesProbeOptions options)
    {
        var probe = new GatesProbe(options, ProbeContexts.Of(["one", "two"], TracedModel.WithGates((_, _) => { })));
        return probe;
    }

    /// <summary>Rows so many times.</summary>
    private static float[][][] Rows(int times, float[][][] rows) => [.. Enumerable.Repeat(rows, times).SelectMany(of => of)];

    private static ProbedBatch Batch(float[][][] weights)
    {
        int experts = weights[0][0].Length;
        var trace = new ForwardTrace();
        trace.Add(new GateActivation(
            ["one", "two"],
            [.. Enumerable.Range(0, experts).Select(expert => $"e{expert}")],
            torch.tensor(weights.SelectMany(row => row).SelectMany(gate => gate).ToArray()).view(weights.Length, 2, experts)));
        return ProbeContexts.Batch(trace);
    }
}
