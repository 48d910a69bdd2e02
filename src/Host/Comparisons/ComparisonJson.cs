using System.Text.Json.Serialization;
using MmoePipeline.Host.Reporting;

namespace MmoePipeline.Host.Comparisons;

/// <summary>How results are kept.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n", Converters = [typeof(FiniteNumberConverter)])]
[JsonSerializable(typeof(SeedRun))]
internal sealed partial class ComparisonJson : JsonSerializerContext;
