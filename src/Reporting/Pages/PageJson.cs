using System.Text.Json.Serialization;
using MmoePipeline.Reporting.Content;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Reporting.Pages;

/// <summary>
/// How a page's data is written. The default encoder stays: it escapes <c>&lt;</c>, so that no text ends a script element.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(PageContent))]
[JsonSerializable(typeof(SectionsPage))]
internal sealed partial class PageJson : JsonSerializerContext;
