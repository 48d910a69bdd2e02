using System.Text.Json.Serialization;

namespace MmoePipeline.Runs.Files;

/// <summary>How <c>report.json</c> is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ReportData))]
internal sealed partial class ReportDataJson : JsonSerializerContext;
