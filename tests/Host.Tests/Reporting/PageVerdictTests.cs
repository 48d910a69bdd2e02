using System.Text.Json;
using MmoePipeline.Probing;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Host.Tests.Reporting;

public sealed class PageVerdictTests
{
    private static readonly Remedy Dropout = new("Try it.", "model.gate.regularizers", "[]");

    [Fact]
    public void Every_trouble_has_a_verdict_and_without_findings_none_is_measured()
    {
        ImmutableArray<PageVerdict> verdicts = PageVerdict.Of([]);
        Assert.Equal(IssueNames.BuiltIn.Length, verdicts.Select(verdict => verdict.Name).Distinct().Count());
        Assert.All(verdicts, verdict => Assert.Equal("not-measured", verdict.Verdict));
        Assert.All(verdicts, verdict => Assert.Equal("Not measured: no probe of this run measures it.", verdict.Text));
    }

    [Fact]
    public void What_is_found_comes_with_figure_threshold_evidence_and_cures()
    {
        PageVerdict verdict = Collapse(new Finding(IssueNames.GateCollapse, true, 0.98765, 0.9, "expert 3 has it all", [Dropout]));
        Assert.Equal(("Gate collapse", "found"), (verdict.Name, verdict.Verdict));
        Assert.StartsWith("Found: ", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("0.9877, beyond the threshold of 0.9", verdict.Text, StringComparison.Ordinal);
        Assert.Equal<string>(["expert 3 has it all"], verdict.Evidence);
        Assert.Equal("--set 'model.gate.regularizers=[]'", Assert.Single(verdict.Cures).Argument);
    }

    [Fact]
    public void What_is_not_found_has_no_cures()
    {
        PageVerdict verdict = Collapse(new Finding(IssueNames.GateCollapse, false, 0.25, 0.9, "even", []));
        Assert.Equal("not-found", verdict.Verdict);
        Assert.StartsWith("Not found: ", verdict.Text, StringComparison.Ordinal);
        Assert.Contains("0.25, the threshold 0.9", verdict.Text, StringComparison.Ordinal);
        Assert.Empty(verdict.Cures);
    }

    [Fact]
    public void A_probe_that_had_nothing_to_measure_is_not_taken_for_none()
    {
        PageVerdict verdict = Collapse(new Finding(IssueNames.GateCollapse, false, double.NaN, 0.9, "there is one expert", []));
        Assert.Equal("not-measured", verdict.Verdict);
        Assert.Equal("Not measured: a probe looked for it, but had too little to measure.", verdict.Text);
        Assert.Equal<string>(["there is one expert"], verdict.Evidence);
    }

    [Fact]
    public void Of_two_probes_the_one_that_found_it_decides_and_equal_cures_are_told_once()
    {
        PageVerdict verdict = Collapse(
            new Finding(IssueNames.GateCollapse, false, 0.1, 0.9, "first", []),
            new Finding(IssueNames.GateCollapse, true, 0.95, 0.9, "second", [Dropout]),
            new Finding(IssueNames.GateCollapse, true, 0.91, 0.9, "third", [Dropout]));
        Assert.Contains("0.95, beyond the threshold of 0.9", verdict.Text, StringComparison.Ordinal);
        Assert.Equal<string>(["second", "first", "third"], verdict.Evidence);
        Assert.Single(verdict.Cures);
    }

    /// <summary>A third-party probe may report an issue that the program doesn't know.</summary>
    [Fact]
    public void An_issue_of_another_name_has_a_verdict_after_the_built_in_ones()
    {
        ImmutableArray<Finding> findings = [new("slow-task", true, 3, 2, "task b", [Dropout]), new("slow-task", false, 1, 2, "task a", [])];
        ImmutableArray<PageVerdict> verdicts = PageVerdict.Of(findings);
        Assert.Equal(IssueNames.BuiltIn.Length + 1, verdicts.Length);
        PageVerdict verdict = verdicts[^1];
        Assert.Equal(("Slow task", "found"), (verdict.Name, verdict.Verdict));
        Assert.NotEmpty(verdict.Meaning);
        Assert.Equal<string>(["task b", "task a"], verdict.Evidence);
        Assert.Equal("slow-task", TroubleVerdict.Of(findings)[^1].Issue);
    }

    /// <summary>The names in <c>report.json</c> are those of its first format, in both directions.</summary>
    [Fact]
    public void A_finding_is_written_under_the_names_of_the_first_format()
    {
        var finding = new Finding("slow-task", true, 3, 2, "task b", [Dropout]);
        string json = JsonSerializer.Serialize(finding, ReportDataJson.Default.Finding);
        Assert.Equal("slow-task", JsonElement.Parse(json).GetProperty("trouble").GetString());
        Assert.Equal(1, JsonElement.Parse(json).GetProperty("cures").GetArrayLength());
        Finding read = JsonSerializer.Deserialize(json, ReportDataJson.Default.Finding)!;
        Assert.Equal(finding.Remedies.AsEnumerable(), read.Remedies);
        Assert.Equal(finding, read with { Remedies = finding.Remedies });
    }

    [Fact]
    public void What_is_undecided_is_neither_and_shows_its_interval()
    {
        PageVerdict verdict = Collapse(new Finding(IssueNames.GateCollapse, false, 0.85, 0.9, "few rows", [])
        {
            Interval = new(0.75, 0.95),
            IsUndecided = true,
        });
        Assert.Equal("undecided", verdict.Verdict);
        Assert.Contains("0.85 (95 % interval 0.75 to 0.95), too close to the threshold of 0.9", verdict.Text, StringComparison.Ordinal);
        Assert.Empty(verdict.Cures);
    }

    /// <summary>Found before undecided before not found; of several that found it the one furthest beyond, else the nearest.</summary>
    [Theory]
    [InlineData(-0.8, "found", -0.2, -0.8, 0.3)]
    [InlineData(-0.05, "not-found", 0.5, -0.05, 0.3)]
    public void Of_several_findings_the_worst_decides(double worst, string verdict, params double[] values)
    {
        TroubleVerdict decided = TroubleVerdict.Of(
            [.. values.Select(value => new Finding(IssueNames.GradientConflict, value < -0.1, value, -0.1, "", []))]).Single(of => of.Issue == IssueNames.GradientConflict);
        Assert.Equal((worst, verdict), (decided.Worst!.Value, decided.Verdict));
        Assert.Equal("undecided", TroubleVerdict.Of(
        [
            new Finding(IssueNames.GradientConflict, false, 0.9, -0.1, "", []),
            new Finding(IssueNames.GradientConflict, false, 0.2, -0.1, "", []) { IsUndecided = true },
        ])[0].Verdict);
    }

    [Theory]
    [InlineData(0.000123456, "0.0001235")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(-0.5, "-0.5")]
    [InlineData(0, "0")]
    public void Figures_have_four_digits(double value, string text) => Assert.Equal(text, FigureText.Of(value));

    private static PageVerdict Collapse(params ImmutableArray<Finding> findings) =>
        PageVerdict.Of(findings).Single(verdict => verdict.Name == "Gate collapse");
}
