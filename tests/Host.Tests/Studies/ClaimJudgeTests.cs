using MmoePipeline.Experiments.Series;
using MmoePipeline.Experiments.Studies;
using MmoePipeline.Experiments.Studies.Measures;
using MmoePipeline.Experiments.Studies.Options;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Tests.Studies;

public sealed class ClaimJudgeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mmoe-judge").FullName;
    private readonly Dictionary<string, RunFigures> _figures = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_difference_is_taken_seed_by_seed()
    {
        ClaimJudge judge = Judge(("a", [0.5, 0.6, 0.7]), ("b", [0.51, 0.62, 0.73]));
        ClaimResult result = judge.Judge(Claim("test/buy/auc") with { Difference = new() { Variant = "b", Than = "a" } });
        Assert.Equal(0.02, result.Estimate!.Mean, 1e-12);
        Assert.Equal(0.02 - (4.302653 * 0.01 / Math.Sqrt(3)), result.Estimate.Lower, 1e-7);
        Assert.Equal(ClaimVerdict.NotDistinguishable, result.Verdict);
        Assert.Equal("test/buy/auc: b 0.62, a 0.6; difference 0.02 [-0.00484, 0.04484] (3 seeds); claimed greater", result.Measurement);
    }

    [Fact]
    public void A_share_is_of_runs()
    {
        ClaimJudge judge = Judge(("a", [0.5, 0.6, 0.7]));
        ClaimResult result = judge.Judge(Claim("found/collapse") with { Share = new() { Variant = "a", Than = 0.2 } });
        Assert.Equal(Math.Pow(0.025, 1 / 3.0), result.Estimate!.Lower, 1e-9);
        Assert.Equal(ClaimVerdict.Holds, result.Verdict);
    }

    /// <summary>Rises by order in the first two seeds, in the third ranks 1 3 2: correlations 1, 1 and 0.5.</summary>
    [Fact]
    public void A_trend_is_the_mean_of_each_seeds_rank_correlation()
    {
        ClaimJudge judge = Judge(("a", [1, 1, 1]), ("b", [2, 2, 3]), ("c", [3, 3, 2]));
        ClaimResult result = judge.Judge(Claim("test/buy/auc") with { Trend = new() { Variants = ["a", "b", "c"] } });
        Assert.Equal((1 + 1 + 0.5) / 3, result.Estimate!.Mean, 1e-12);
        ClaimResult against = judge.Judge(Claim("test/buy/auc") with { Trend = new() { Variants = ["a", "b", "c"], Against = "test/buy/auc" } });
        Assert.Equal(1, against.Estimate!.Mean, 1e-12);
        Assert.Equal(1 - (4.302653 * 0.5 / Math.Sqrt(3)), against.Estimate.Lower, 1e-5);
        Assert.Equal(1, against.Estimate.Upper);
        Assert.Equal(ClaimVerdict.NotDistinguishable, against.Verdict);
        ClaimResult less = judge.Judge(Claim("test/buy/auc") with { Trend = new() { Variants = ["a", "b", "c"], Than = ["a", "b", "c"] } });
        Assert.Equal(ClaimVerdict.NotMeasured, less.Verdict);
    }

    [Fact]
    public void A_missing_run_and_a_missing_figure_are_told_and_decide_nothing()
    {
        ClaimJudge judge = Judge(("a", [0.5, 0.6]), ("b", [0.5, 0.6, 0.7]));
        ClaimResult run = judge.Judge(Claim("test/buy/auc") with { Difference = new() { Variant = "b", Than = "a" } });
        Assert.Equal((ClaimVerdict.NotMeasured, "test/buy/auc: the run of a with seed 2 is missing"), (run.Verdict, run.Measurement));
        ClaimResult figure = judge.Judge(Claim("value/instability") with { Level = new() { Variant = "b", Than = 0 } });
        Assert.Equal((ClaimVerdict.NotMeasured, "value/instability: b with seed 0 has no such figure"), (figure.Verdict, figure.Measurement));
    }

    [Theory]
    [InlineData("test/buy/auc", 0.5)]
    [InlineData("test/*/auc", 0.5)]
    [InlineData("parameters", 1234)]
    [InlineData("seconds", 90)]
    [InlineData("found/collapse", 1)]
    [InlineData("value/collapse", 0.75)]
    [InlineData("probe/gates/buy/entropy", 0.25)]
    [InlineData("probe-mean/gates/buy/entropy", 0.5)]
    [InlineData("probe/gates/*/entropy", 0.35)]
    [InlineData("probe/gates/b*/entropy", 0.25)]
    [InlineData("probe/gates", double.NaN)]
    [InlineData("found/instability", double.NaN)]
    [InlineData("test/sell/auc", double.NaN)]
    public void A_measure_is_read_from_the_runs_files(string text, double value)
    {
        SeedRun run = Run("a", 0, 0.5);
        Assert.Equal(value, StudyMeasure.Parse(text, out _)!.Of(run, RunFigures.Read(run.Folder)), 1e-12);
    }

    [Theory]
    [InlineData("tests/buy/auc", "must begin with one of test, parameters, seconds, found, value, probe, probe-mean; did you mean 'test'?")]
    [InlineData("test/auc", "must be test/TASK/METRIC")]
    [InlineData("found/colapse", "must name one of the issues tug-of-war, collapse, instability, loss-scale, or one that a third-party probe reports; did you mean 'collapse'?")]
    [InlineData("probe", "must be probe/FIGURE, by its name in metrics.jsonl")]
    [InlineData("test//auc", "must have a name in each of its parts")]
    public void A_text_that_is_no_measure_is_told(string text, string problem)
    {
        Assert.Null(StudyMeasure.Parse(text, out string told));
        Assert.Equal(problem, told);
    }

    [Fact]
    public void An_issue_of_a_third_party_probe_is_a_measure() => Assert.NotNull(StudyMeasure.Parse("found/slow-task", out _));

    private static ClaimOptions Claim(string measure) => new() { Text = "A claim.", Measure = measure, Expect = Expectation.Greater };

    private ClaimJudge Judge(params (string Name, double[] Values)[] variants) => new(
        [
            .. variants.Select(variant => new VariantResult(
                new Variant(variant.Name, "x.json", []), [.. variant.Values.Select((value, seed) => Run(variant.Name, (ulong)seed, value))])),
        ],
        [0, 1, 2],
        RunFigures.Read);

    private SeedRun Run(string name, ulong seed, double value)
    {
        string folder = Path.Combine(_folder, $"{name}-{seed}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "config.json"), "{}");
        File.WriteAllText(
            Path.Combine(folder, "verdicts.json"),
            """
            { "collapse": { "verdict": "found", "value": 0.75, "threshold": 0.5 }, "instability": { "verdict": "not-measured", "value": null, "threshold": null } }
            """);
        File.WriteAllText(
            Path.Combine(folder, "metrics.jsonl"),
            """
            { "event": "run-started" }
            { "event": "epoch-completed", "epoch": 0, "probes": { "gates/buy/entropy": null, "gates/pay/entropy": null } }
            { "event": "epoch-completed", "epoch": 1, "probes": { "gates/buy/entropy": 0.75, "gates/pay/entropy": 0.5 } }
            { "event": "epoch-completed", "epoch": 2, "probes": { "gates/buy/entropy": 0.25, "gates/pay/entropy": 0.45, "gates/buy/weight/entropy": 9 } }
            { "event": "run-completed" }

            """);
        return new SeedRun(seed, folder, 1234, TimeSpan.FromSeconds(90), 2, [new("buy", [new TaskMetric("auc", value, true)])]);
    }
}
