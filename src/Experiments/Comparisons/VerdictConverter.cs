using System.Text.Json;
using System.Text.Json.Serialization;
using MmoePipeline.Experiments.Statistics;

namespace MmoePipeline.Experiments.Comparisons;

/// <summary>Verdicts as <c>not-distinguishable</c>.</summary>
internal sealed class VerdictConverter() : JsonStringEnumConverter<DifferenceVerdict>(JsonNamingPolicy.KebabCaseLower);
