using System.Text.Json.Serialization;

namespace MmoePipeline.Host.Reporting;

/// <summary>
/// How the report's data is written. The default encoder stays: it escapes <c>&lt;</c>, so that no text ends a script element.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(ReportData))]
[JsonSerializable(typeof(PageContent))]
[JsonSerializable(typeof(SectionsPage))]
internal sealed partial class ReportJson : JsonSerializerContext;
