using System.Globalization;
using System.Text.Json;
using MmoePipeline.Runs.Statistics;

namespace MmoePipeline.Reporting.Sections;

/// <summary>The section of the data: rows that were left out, and how many values have an embedding of their own.</summary>
internal static class DataSection
{
    /// <summary>The section.</summary>
    /// <param name="data">The event <c>data-encoded</c>.</param>
    public static ReportSection Of(JsonElement data)
    {
        long rows = data.GetProperty("rows").GetInt64();
        long bad = data.GetProperty("badRows").GetInt64();
        string leftOut = bad == 0 ? "All of them can be used."
            : string.Create(CultureInfo.InvariantCulture, $"{bad:N0} of them, {(double)bad / rows:P2}, can't be used and were left out")
                + (data.GetProperty("quarantine").GetString() is { } file ? $"; {file} holds them." : ".");
        return new ReportSection(
            "Data",
            string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows have a use. {leftOut}") + Remarks(data),
            [
                .. Labels(data), .. Faults(data.GetProperty("badRowsByColumn")), .. Vocabularies(data.GetProperty("vocabularies")),
                .. OutOfVocabulary(data), .. Numbers(data),
            ]);
    }

    /// <summary>What has to be known of the labels; a run of an older version has nothing of it.</summary>
    private static string Remarks(JsonElement data) => data.TryGetProperty("remarks", out JsonElement remarks)
        ? string.Concat(remarks.EnumerateArray().Select(remark => $" {remark.GetString()}"))
        : "";

    private static IEnumerable<FigureTable> Labels(JsonElement data)
    {
        if (!data.TryGetProperty("labels", out JsonElement tasks) || !tasks.EnumerateObject().Any())
        {
            yield break;
        }

        (string Name, JsonElement Labels)[] splits =
        [
            .. tasks.EnumerateObject().SelectMany(task => task.Value.EnumerateObject().Select(split => ($"{task.Name}, {split.Name}", split.Value))),
        ];
        yield return new FigureTable(
            "Labels",
            "The rows of each split that have a label of the task; of a task with labels 0 and 1 the positive ones, and how far the 95 % interval of an "
                + $"AUC would reach to each side for predictions without information. From {ChanceAuc.WidestReach} on it separates hardly any two models.",
            ["task and split", "labelled rows", "per cent of rows", "positive rows", "per cent positive", "AUC ±"],
            [.. splits.Select(split => split.Name)],
            [.. splits.Select(split => Figures(split.Labels))]);
    }

    private static ImmutableArray<double?> Figures(JsonElement split)
    {
        long rows = split.GetProperty("rows").GetInt64();
        long labelled = split.GetProperty("labelled").GetInt64();
        long? positives = split.TryGetProperty("positives", out JsonElement count) ? count.GetInt64() : null;
        double? reach = positives is { } positive ? ChanceAuc.Reach(positive, labelled - positive) : null;
        return
        [
            labelled,
            100.0 * labelled / rows,
            positives,
            100.0 * positives / labelled,
            reach is { } width && double.IsFinite(width) ? width : null,
        ];
    }

    private static IEnumerable<FigureTable> Faults(JsonElement columns)
    {
        JsonProperty[] all = [.. columns.EnumerateObject()];
        if (all.Length > 0)
        {
            yield return new FigureTable(
                "Rows that were left out",
                "By column; a row with several bad values counts for each. Rows that can't be split into values have no column.",
                ["column", "rows"],
                [.. all.Select(column => column.Name.Length == 0 ? "(no column)" : column.Name)],
                [.. all.Select(column => ImmutableArray.Create<double?>(column.Value.GetInt64()))]);
        }
    }

    private static IEnumerable<FigureTable> Vocabularies(JsonElement vocabularies)
    {
        JsonElement[] all = [.. vocabularies.EnumerateArray()];
        if (all.Length > 0)
        {
            yield return new FigureTable(
                "Categorical features",
                "Values of the training rows, estimated where there are too many to remember, and those of them that have an embedding of their own; in how many training rows another value is, and over how many embeddings those are spread (0: they share that of values that training never saw).",
                ["feature", "values", "with an embedding", "rows of other values", "hash buckets"],
                [.. all.Select(field => field.GetProperty("column").GetString()!)],
                [
                    .. all.Select(field => ImmutableArray.Create<double?>(
                        field.GetProperty("values").GetDouble(),
                        field.GetProperty("kept").GetDouble(),
                        field.GetProperty("rareRows").GetDouble(),
                        field.GetProperty("hashBuckets").GetDouble())),
                ]);
        }
    }

    /// <summary>Absent from the events of an older version.</summary>
    private static IEnumerable<FigureTable> OutOfVocabulary(JsonElement data)
    {
        if (!data.TryGetProperty("outOfVocabulary", out JsonElement fields) || fields.GetArrayLength() == 0)
        {
            yield break;
        }

        JsonElement[] all = [.. fields.EnumerateArray()];
        string[] warnings = [.. all.Select(field => field.GetProperty("warning").GetString()).OfType<string>()];
        yield return new FigureTable(
            "Rows with out-of-vocabulary values",
            "By feature, the rows whose value has no embedding of its own, because training rows had it never or seldom."
                + (warnings.Length == 0 ? "" : $" Suspicious: {string.Join(" ", warnings)}"),
            ["feature", "training", "validation", "test"],
            [.. all.Select(field => field.GetProperty("column").GetString()!)],
            [
                .. all.Select(field => ImmutableArray.Create<double?>(
                    field.GetProperty("training").GetDouble(), field.GetProperty("validation").GetDouble(), field.GetProperty("test").GetDouble())),
            ]);
    }

    private static IEnumerable<FigureTable> Numbers(JsonElement data)
    {
        if (!data.TryGetProperty("numeric", out JsonElement fields) || fields.GetArrayLength() == 0)
        {
            yield break;
        }

        JsonElement[] all = [.. fields.EnumerateArray()];
        string[] constant = [.. all.Where(field => field.GetProperty("constant").GetBoolean()).Select(field => field.GetProperty("column").GetString()!)];
        yield return new FigureTable(
            "Numeric features",
            "Mean and standard deviation over the training rows, of log(1 + x) or x by data.features.numericScale, and the rows without a value, which got the mean."
                + (constant.Length == 0 ? "" : $" Constant in all training rows, so that nothing can be learnt from them: {string.Join(", ", constant)}."),
            ["feature", "mean", "standard deviation", "missing rows"],
            [.. all.Select(field => field.GetProperty("column").GetString()!)],
            [
                .. all.Select(field => ImmutableArray.Create<double?>(
                    field.GetProperty("mean").GetDouble(), field.GetProperty("deviation").GetDouble(), field.GetProperty("missing").GetDouble())),
            ]);
    }
}
