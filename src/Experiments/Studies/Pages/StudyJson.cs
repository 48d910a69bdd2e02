using System.Text.Encodings.Web;
using System.Text.Json;
using MmoePipeline.Events;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Storage;
using MmoePipeline.Tasks;

namespace MmoePipeline.Experiments.Studies.Pages;

/// <summary>Writes <c>study.json</c>: claims with figures and verdicts, and every run.</summary>
internal static class StudyJson
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>Writes the file.</summary>
    /// <param name="result">The study.</param>
    /// <param name="file">The file; one that is there stays until the new one is whole.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(StudyResult result, string file) => DurableFile.Write(file, output => Write(result, file, output));

    private static void Write(StudyResult result, string file, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("name", result.Study.Name);
        json.WriteString("title", result.Study.Options.Title);
        json.WriteString("question", result.Study.Options.Question);
        json.WriteBoolean("quick", result.IsQuick);
        json.WriteStartArray("claims");
        foreach (ClaimResult claim in result.Claims)
        {
            json.WriteStartObject();
            json.WriteString("claim", claim.Claim.Text);
            json.WriteString("measure", claim.Claim.Measure);
            json.WriteString("expect", $"{claim.Claim.Expect}".ToLowerInvariant());
            json.WriteNumber("margin", claim.Claim.Margin);
            json.WriteString("measurement", claim.Measurement);
            json.WriteNumber("seeds", claim.Estimate?.Count ?? 0);
            WriteNumber(json, "mean", claim.Estimate?.Mean);
            WriteNumber(json, "lower", claim.Estimate?.Lower);
            WriteNumber(json, "upper", claim.Estimate?.Upper);
            json.WriteString("verdict", claim.Key);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("variants");
        foreach (VariantResult variant in result.Variants)
        {
            json.WriteStartObject();
            json.WriteString("name", variant.Variant.Name);
            json.WriteString("configuration", Relative(variant.Variant.ConfigurationFile, file));
            json.WriteStartArray("sets");
            foreach (string set in variant.Variant.Sets)
            {
                json.WriteStringValue(set);
            }

            json.WriteEndArray();
            json.WriteStartArray("runs");
            foreach (SeedRun run in variant.Runs)
            {
                WriteRun(json, run, file);
            }

            json.WriteEndArray();
            json.WriteStartArray("missing");
            foreach (FailedRun run in variant.Failures)
            {
                json.WriteStartObject();
                json.WriteNumber("seed", run.Seed);
                json.WriteString("message", run.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, SeedRun run, string file)
    {
        json.WriteStartObject();
        json.WriteNumber("seed", run.Seed);
        json.WriteString("folder", Relative(run.Folder, file));
        json.WriteNumber("parameters", run.Parameters);
        json.WriteNumber("seconds", run.Elapsed.TotalSeconds);
        json.WriteNumber("bestEpoch", run.BestEpoch);
        json.WriteStartObject("test");
        foreach (TaskMetrics task in run.Test)
        {
            json.WriteStartObject(task.Task);
            foreach (TaskMetric metric in task.Metrics)
            {
                WriteNumber(json, metric.Name, metric.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Relative(string path, string file) =>
        Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFullPath(path)).Replace('\\', '/');

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
