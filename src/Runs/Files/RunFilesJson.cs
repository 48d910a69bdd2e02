using System.Text.Json.Serialization;

namespace MmoePipeline.Runs.Files;

/// <summary>How the files of a run are written, with no indentation; <see cref="ReportDataJson"/> is for <c>report.json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(MetricsLine))]
[JsonSerializable(typeof(RunResultFile))]
[JsonSerializable(typeof(VerdictEntry))]
internal sealed partial class RunFilesJson : JsonSerializerContext;
