using System.Text.Json;
using System.Text.RegularExpressions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Probing;

namespace MmoePipeline.Experiments.Studies.Measures;

/// <summary>A figure of a run, by the text that a study's file names it with.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">The text.</param>
internal sealed record StudyMeasure(MeasureKind Kind, string Text)
{
    private static readonly ImmutableArray<string> Kinds =
        [.. Enum.GetValues<MeasureKind>().Select(kind => JsonNamingPolicy.KebabCaseLower.ConvertName($"{kind}"))];

    /// <summary>The parts after the kind.</summary>
    public ImmutableArray<string> Parts { get; } = [.. Text.Split('/').Skip(1)];

    /// <summary>The task of a test metric: a name, or <c>*</c> for all tasks.</summary>
    public string? Task => Kind == MeasureKind.Test ? Parts[0] : null;

    /// <summary>Reads a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="problem">What is wrong with it; empty where nothing is.</param>
    /// <returns>The measure; null where the text is none.</returns>
    public static StudyMeasure? Parse(string text, out string problem)
    {
        string[] parts = text.Split('/');
        int index = Kinds.IndexOf(parts[0]);
        if (index < 0)
        {
            problem = $"must begin with one of {string.Join(", ", Kinds)}{Near(parts[0], Kinds)}";
            return null;
        }

        MeasureKind kind = (MeasureKind)index;
        problem = parts.Any(string.IsNullOrWhiteSpace) ? "must have a name in each of its parts" : kind switch
        {
            MeasureKind.Test when parts.Length != 3 => "must be test/TASK/METRIC",
            MeasureKind.Parameters or MeasureKind.Seconds when parts.Length != 1 => $"must be {parts[0]} and nothing more",
            MeasureKind.Found or MeasureKind.Value when parts.Length != 2 => $"must be {parts[0]}/ISSUE",
            MeasureKind.Found or MeasureKind.Value when !IssueNames.BuiltIn.Contains(parts[1])
                && (!IssueNames.IsValid(parts[1]) || Near(parts[1], IssueNames.BuiltIn).Length > 0) =>
                $"must name one of the issues {string.Join(", ", IssueNames.BuiltIn)}, or one that a third-party probe reports"
                + Near(parts[1], IssueNames.BuiltIn),
            MeasureKind.Probe or MeasureKind.ProbeMean when parts.Length < 2 => $"must be {parts[0]}/FIGURE, by its name in metrics.jsonl",
            _ => "",
        };
        return problem.Length == 0 ? new StudyMeasure(kind, text) : null;
    }

    /// <summary>The figure of a run; NaN where the run has none.</summary>
    /// <param name="run">The run.</param>
    /// <param name="figures">Its files' figures.</param>
    public double Of(SeedRun run, RunFigures figures) => Kind switch
    {
        MeasureKind.Test => Mean(run.Test.Where(task => Parts[0] == "*" || task.Task == Parts[0])
            .SelectMany(task => task.Metrics).Where(metric => metric.Name == Parts[1]).Select(metric => metric.Value)),
        MeasureKind.Parameters => run.Parameters,
        MeasureKind.Seconds => run.Elapsed.TotalSeconds,
        MeasureKind.Found => figures.Verdict(Parts[0]) switch { "found" => 1, "not-found" or "undecided" => 0, _ => double.NaN },
        MeasureKind.Value => figures.VerdictValue(Parts[0]),
        MeasureKind.Probe => Mean(Matching(figures.LastEpoch)),
        // A figure that compares epochs has no value in the first.
        _ => Mean(figures.Epochs.Select(epoch => Mean(Matching(epoch))).Where(double.IsFinite)),
    };

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();

    private IEnumerable<double> Matching(IReadOnlyDictionary<string, double> figures)
    {
        string pattern = $"^{string.Join('/', Parts.Select(part => Regex.Escape(part).Replace(@"\*", "[^/]*", StringComparison.Ordinal)))}$";
        return figures.Where(figure => Regex.IsMatch(figure.Key, pattern)).Select(figure => figure.Value);
    }

    private static string Near(string written, ImmutableArray<string> names) =>
        NearestName.Find(written, names) is { } near ? $"; did you mean '{near}'?" : "";
}
