using System.Text.Json;
using System.Text.Json.Serialization;

namespace MmoePipeline.Host.Comparisons;

/// <summary>Verdicts as <c>not-distinguishable</c>.</summary>
internal sealed class VerdictConverter() : JsonStringEnumConverter<DifferenceVerdict>(JsonNamingPolicy.KebabCaseLower);
