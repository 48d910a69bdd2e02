using System.Globalization;
using MmoePipeline.Runs.Files;
using MmoePipeline.Runs.Statistics;

namespace MmoePipeline.Reporting.Sections;

/// <summary>The section of the data: rows that were left out, and how many values have an embedding of their own.</summary>
internal static class DataSection
{
    /// <summary>The section.</summary>
    /// <param name="data">The event <c>data-encoded</c>.</param>
    public static ReportSection Of(DataEncodedLine data)
    {
        long rows = data.Rows;
        long bad = data.BadRows;
        string leftOut = bad == 0 ? "All of them can be used."
            : string.Create(CultureInfo.InvariantCulture, $"{bad:N0} of them, {(double)bad / rows:P2}, can't be used and were left out")
                + (data.Quarantine is { } file ? $"; {file} holds them." : ".");
        return new ReportSection(
            "Data",
            string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows have a use. {leftOut}") + Splits(data) + Remarks(data) + string.Concat(data.Leaks.Select(leak => $" Leak: {leak}")),
            [
                .. Labels(data), .. Faults(data.BadRowsByColumn), .. Vocabularies(data.Vocabularies),
                .. OutOfVocabulary(data), .. Numbers(data),
            ]);
    }

    /// <summary>The rows of each split, with their period where the split is by time.</summary>
    private static string Splits(DataEncodedLine data) => string.Concat(data.Splits.Select(split => string.Create(
        CultureInfo.InvariantCulture,
        $" {char.ToUpperInvariant(split.Split[0])}{split.Split[1..]}: {split.Rows:N0} rows{(split.Description is { } description ? $", {description}" : "")}.")));

    /// <summary>What has to be known of the labels; a run of an older version has nothing of it.</summary>
    private static string Remarks(DataEncodedLine data) => string.Concat(data.Remarks.Select(remark => $" {remark}"));

    private static IEnumerable<FigureTable> Labels(DataEncodedLine data)
    {
        if (data.Labels.Count == 0)
        {
            yield break;
        }

        (string Name, SplitLabelsEntry Labels)[] splits =
        [
            .. data.Labels.SelectMany(task => new[]
            {
                ($"{task.Key}, training", task.Value.Training), ($"{task.Key}, validation", task.Value.Validation), ($"{task.Key}, test", task.Value.Test),
            }),
        ];
        yield return new FigureTable(
            "Labels",
            "The rows of each split that have a label of the task; of a task with labels 0 and 1 the positive ones, and how far the 95 % interval of an "
                + $"AUC would reach to each side for predictions without information. From {ChanceAuc.WidestReach} on it separates hardly any two models.",
            ["task and split", "labelled rows", "per cent of rows", "positive rows", "per cent positive", "AUC ±"],
            [.. splits.Select(split => split.Name)],
            [.. splits.Select(split => Figures(split.Labels))]);
    }

    private static ImmutableArray<double?> Figures(SplitLabelsEntry split)
    {
        double? reach = split.Positives is { } positive ? ChanceAuc.Reach(positive, split.Labelled - positive) : null;
        return
        [
            split.Labelled,
            100.0 * split.Labelled / split.Rows,
            split.Positives,
            100.0 * split.Positives / split.Labelled,
            reach is { } width && double.IsFinite(width) ? width : null,
        ];
    }

    private static IEnumerable<FigureTable> Faults(OrderedDictionary<string, long> columns)
    {
        if (columns.Count > 0)
        {
            yield return new FigureTable(
                "Rows that were left out",
                "By column; a row with several bad values counts for each. Rows that can't be split into values have no column.",
                ["column", "rows"],
                [.. columns.Keys.Select(column => column.Length == 0 ? "(no column)" : column)],
                [.. columns.Values.Select(rows => ImmutableArray.Create<double?>(rows))]);
        }
    }

    private static IEnumerable<FigureTable> Vocabularies(ImmutableArray<VocabularyEntry> all)
    {
        if (all.Length > 0)
        {
            yield return new FigureTable(
                "Categorical features",
                "Values of the training rows, estimated where there are too many to remember, and those of them that have an embedding of their own; in how many training rows another value is, and over how many embeddings those are spread (0: they share that of values that training never saw).",
                ["feature", "values", "with an embedding", "rows of other values", "hash buckets"],
                [.. all.Select(field => field.Column)],
                [
                    .. all.Select(field => ImmutableArray.Create<double?>(field.Values, field.Kept, field.RareRows, field.HashBuckets)),
                ]);
        }
    }

    /// <summary>Absent from the events of an older version.</summary>
    private static IEnumerable<FigureTable> OutOfVocabulary(DataEncodedLine data)
    {
        if (data.OutOfVocabulary.IsEmpty)
        {
            yield break;
        }

        ImmutableArray<OutOfVocabularyEntry> all = data.OutOfVocabulary;
        string[] warnings = [.. all.Select(field => field.Warning).OfType<string>()];
        yield return new FigureTable(
            "Rows with out-of-vocabulary values",
            "By feature, the rows whose value has no embedding of its own, because training rows had it never or seldom."
                + (warnings.Length == 0 ? "" : $" Suspicious: {string.Join(" ", warnings)}"),
            ["feature", "training", "validation", "test"],
            [.. all.Select(field => field.Column)],
            [
                .. all.Select(field => ImmutableArray.Create<double?>(field.Training, field.Validation, field.Test)),
            ]);
    }

    private static IEnumerable<FigureTable> Numbers(DataEncodedLine data)
    {
        if (data.Numeric.IsEmpty)
        {
            yield break;
        }

        ImmutableArray<NumericEntry> all = data.Numeric;
        string[] constant = [.. all.Where(field => field.IsConstant).Select(field => field.Column)];
        yield return new FigureTable(
            "Numeric features",
            "Mean and standard deviation over the training rows, of log(1 + x) or x by data.features.numericScale, and the rows without a value, which got the mean."
                + (constant.Length == 0 ? "" : $" Constant in all training rows, so that nothing can be learnt from them: {string.Join(", ", constant)}."),
            ["feature", "mean", "standard deviation", "missing rows"],
            [.. all.Select(field => field.Column)],
            [
                .. all.Select(field => ImmutableArray.Create<double?>(field.Mean, field.StandardDeviation, field.Missing)),
            ]);
    }
}
