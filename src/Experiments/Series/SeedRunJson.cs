using System.Text.Json.Serialization;
using MmoePipeline.Runs.Files;

namespace MmoePipeline.Experiments.Series;

/// <summary>How the result of a run is kept in a series' folder.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    Converters = [typeof(FiniteNumberConverter), typeof(SecondsConverter)])]
[JsonSerializable(typeof(SeedRun))]
internal sealed partial class SeedRunJson : JsonSerializerContext;
