using MmoePipeline.Engine.Probing;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;

namespace MmoePipeline.Host.Tests.Probing;

/// <summary>What a probe of a stranger gets wrong at the end of a run costs its words and not the run.</summary>
public sealed class ProbeWordsTests
{
    private static readonly ReportSection Good = new("Good", "", [new BarChart("Bars", "", "x", "y", ["a"], [new ValueSeries("b", [1])])]);

    [Fact]
    public void A_figure_of_its_own_type_and_a_list_that_was_never_made_are_left_out_and_told()
    {
        var log = new Warnings();
        (ImmutableArray<Finding> findings, ImmutableArray<ReportSection> sections) = ProbeWords.Of("odd", "probes.3", new OddProbe(
            () => [new Finding(IssueNames.GateCollapse, true, 1, 0, "", default), new Finding("Not a name", false, 1, 0, "", []), new Finding(IssueNames.GradientConflict, false, 1, 0, "", [])],
            () => [new ReportSection("Own", "", [new OwnFigure()]), new ReportSection("Never made", "", default), Good]), log);
        Assert.Equal(IssueNames.GradientConflict, Assert.Single(findings).Issue);
        Assert.Equal([Good], sections.AsEnumerable());
        Assert.Equal(4, log.Messages.Count);
        Assert.All(log.Messages, message => Assert.StartsWith("MMOE3110 probes.3: the probe 'odd' made a mistake", message, StringComparison.Ordinal));
        Assert.Contains("its findings are left out", log.Messages[0], StringComparison.Ordinal);
        Assert.Contains("'Not a name'", log.Messages[1], StringComparison.Ordinal);
        Assert.Contains("its section 'Own' is left out", log.Messages[2], StringComparison.Ordinal);
        Assert.Contains("its section 'Never made' is left out", log.Messages[3], StringComparison.Ordinal);
    }

    [Fact]
    public void What_throws_is_told_and_the_other_half_is_kept()
    {
        var log = new Warnings();
        (ImmutableArray<Finding> findings, ImmutableArray<ReportSection> sections) = ProbeWords.Of(
            "odd", "probes.0", new OddProbe(() => throw new InvalidOperationException("no figures"), () => [Good]), log);
        Assert.Empty(findings);
        Assert.Equal([Good], sections.AsEnumerable());
        Assert.EndsWith("no figures", Assert.Single(log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_were_never_made_are_told()
    {
        var log = new Warnings();
        Assert.Empty(ProbeWords.Of("odd", "probes.0", new OddProbe(() => default, () => default), log).Sections);
        Assert.Equal(2, log.Messages.Count);
    }

    private sealed record OwnFigure() : ReportFigure("Mine", "");

    private sealed class OddProbe(Func<ImmutableArray<Finding>> findings, Func<ImmutableArray<ReportSection>> sections) : Probe
    {
        public override ImmutableArray<Finding> Findings() => findings();

        public override ImmutableArray<ReportSection> Sections() => sections();
    }
}
