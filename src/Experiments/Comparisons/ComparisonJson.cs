using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MmoePipeline.Experiments.Series;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>How comparisons are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter), typeof(VerdictConverter), typeof(SecondsConverter)])]
[JsonSerializable(typeof(ComparisonReport))]
internal sealed partial class ComparisonJson : JsonSerializerContext
{
    /// <summary>With letters as they are.</summary>
    public static ComparisonJson Readable => field ??=
        new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
