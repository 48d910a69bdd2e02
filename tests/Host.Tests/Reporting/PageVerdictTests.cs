using MmoePipeline.Host.Reporting;
using MmoePipeline.Probing;

namespace MmoePipeline.Host.Tests.Reporting;

public sealed class PageVerdictTests
{
    private static readonly Cure Dropout = new("Try it.", "model.gate.regularizers", "[]");

    [Fact]
    public void Every_trouble_has_a_verdict_and_without_findings_none_is_measured()
    {
        ImmutableArray<PageVerdict> verdicts = PageVerdict.Of([]);
        Assert.Equal(Enum.GetValues<Trouble>().Length, verdicts.Select(verdict => verdict.Name).Distinct().Count());
        Assert.All(verdicts, verdict => Assert.Equal("not-measured", verdict.Verdict));
        Assert.All(verdicts, verdict => Assert.Equal("Not measured: no probe of this run measures it.", verdict.Text));
    }

    [Fact]
    public void What_is_found_comes_with_figure_threshold_evidence_and_cures()
    {
        PageVerdict verdict = Collapse(new Finding(Trouble.Collapse, true, 0.98765, 0.9, "expert 3 has it all", [Dropout]));
        Assert.Equal(("Collapse", "found"), (verdict.Name, verdict.Verdict));
        Assert.Equal("Found: the figure is 0.9877, the threshold 0.9.", verdict.Text);
        Assert.Equal<string>(["expert 3 has it all"], verdict.Evidence);
        Assert.Equal("--set 'model.gate.regularizers=[]'", Assert.Single(verdict.Cures).Argument);
    }

    [Fact]
    public void What_is_not_found_has_no_cures()
    {
        PageVerdict verdict = Collapse(new Finding(Trouble.Collapse, false, 0.25, 0.9, "even", []));
        Assert.Equal("not-found", verdict.Verdict);
        Assert.Equal("Not found: the figure is 0.25, the threshold 0.9.", verdict.Text);
        Assert.Empty(verdict.Cures);
    }

    [Fact]
    public void A_probe_that_had_nothing_to_measure_is_not_taken_for_none()
    {
        PageVerdict verdict = Collapse(new Finding(Trouble.Collapse, false, double.NaN, 0.9, "there is one expert", []));
        Assert.Equal("not-measured", verdict.Verdict);
        Assert.Equal("Not measured: a probe looked for it, but had too little to measure.", verdict.Text);
        Assert.Equal<string>(["there is one expert"], verdict.Evidence);
    }

    [Fact]
    public void Of_two_probes_the_one_that_found_it_decides_and_equal_cures_are_told_once()
    {
        PageVerdict verdict = Collapse(
            new Finding(Trouble.Collapse, false, 0.1, 0.9, "first", []),
            new Finding(Trouble.Collapse, true, 0.95, 0.9, "second", [Dropout]),
            new Finding(Trouble.Collapse, true, 0.91, 0.9, "third", [Dropout]));
        Assert.Equal("Found: the figure is 0.95, the threshold 0.9.", verdict.Text);
        Assert.Equal<string>(["second", "first", "third"], verdict.Evidence);
        Assert.Single(verdict.Cures);
    }

    [Theory]
    [InlineData(0.000123456, "0.0001235")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0, "0")]
    public void Figures_have_four_digits(double value, string text) => Assert.Equal(text, FigureText.Of(value));

    private static PageVerdict Collapse(params ImmutableArray<Finding> findings) =>
        PageVerdict.Of(findings).Single(verdict => verdict.Name == "Collapse");
}
