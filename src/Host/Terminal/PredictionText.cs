using System.Globalization;
using System.Text;
using System.Text.Json;
using MmoePipeline.Inference.Prediction;
using MmoePipeline.Inference.Prediction.Files;

namespace MmoePipeline.Host.Terminal;

/// <summary>What became of a prediction, for a person and for scripts.</summary>
internal static class PredictionText
{
    /// <summary>A few lines for a person.</summary>
    /// <param name="output">Where they go.</param>
    /// <param name="result">The result.</param>
    /// <param name="run">The run's folder.</param>
    public static void Write(TextWriter output, PredictionResult result, string run)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Rows:N0} rows by epoch {result.Epoch} of {Path.GetRelativePath(".", run)}, {result.Elapsed.TotalSeconds:F1} s"));
        if (Unknown(result) is { } unknown)
        {
            output.WriteLine(unknown);
        }

        output.WriteLine(Path.GetRelativePath(".", result.Output));
    }

    /// <summary>One JSON object and a line end.</summary>
    /// <inheritdoc cref="Write"/>
    public static void WriteJson(TextWriter output, PredictionResult result, string run)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("output", result.Output);
            json.WriteString("run", run);
            json.WriteNumber("epoch", result.Epoch);
            json.WriteNumber("rows", result.Rows);
            json.WriteNumber("seconds", Math.Round(result.Elapsed.TotalSeconds, 3));
            json.WriteStartArray("columns");
            foreach (string column in result.Columns)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
            json.WriteStartObject("unseen");
            foreach (FeatureDifference column in result.Differences.Where(column => column.Unknown is not null))
            {
                json.WriteNumber(column.Column, column.Unknown!.Value.Unknown);
            }

            json.WriteEndObject();
            json.WriteStartObject("features");
            foreach (FeatureDifference column in result.Differences)
            {
                WriteFeature(json, column);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
    }

    /// <summary>The columns whose values are not those that training saw.</summary>
    public static IEnumerable<Problem> Warnings(PredictionResult result) =>
        result.Differences.Where(column => column.Warning is not null).Select(column => new Problem(PredictionCodes.Unusual, "", column.Warning!));

    /// <summary>How many rows have a value that has no embedding of its own, by column; null without categorical columns.</summary>
    private static string? Unknown(PredictionResult result)
    {
        FeatureDifference[] all = [.. result.Differences.Where(column => column.Unknown is not null)];
        FeatureDifference[] some = [.. all.Where(column => column.Unknown!.Value.Unknown > 0)];
        string others = some.Length == all.Length ? ""
            : some.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"none in {all.Length:N0} categorical columns")
            : string.Create(CultureInfo.InvariantCulture, $"; none in {all.Length - some.Length:N0} other columns");
        return all.Length == 0 ? null
            : "rows with out-of-vocabulary values: " + string.Join(", ", some.Select(column => string.Create(
                CultureInfo.InvariantCulture,
                $"{VisibleText.OnOneLine(column.Column)} {column.Unknown!.Value.Unknown:N0} ({column.Unknown!.Value.Share:P2})"))) + others;
    }

    private static void WriteFeature(Utf8JsonWriter json, FeatureDifference column)
    {
        json.WriteStartObject(column.Column);
        if (column.Unknown is { } unknown)
        {
            json.WriteNumber("outOfVocabularyRows", unknown.Unknown);
            json.WriteNumber("outOfVocabularyRate", unknown.Share);
            if (column.HeldOut is { } heldOut)
            {
                json.WriteNumber("heldOutRate", heldOut.Share);
            }
        }
        else
        {
            json.WriteNumber("missingRows", column.MissingRows);
        }

        json.WriteString("warning", column.Warning);
        json.WriteEndObject();
    }
}
