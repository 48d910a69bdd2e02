using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MmoePipeline.Host.Reporting;

namespace MmoePipeline.Host.Comparisons;

/// <summary>How results and comparisons are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter), typeof(VerdictConverter), typeof(SecondsConverter)])]
[JsonSerializable(typeof(SeedRun))]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ComparisonJson : JsonSerializerContext
{
    /// <summary>With letters as they are.</summary>
    public static ComparisonJson Readable => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
