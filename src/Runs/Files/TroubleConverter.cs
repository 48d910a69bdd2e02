using System.Text.Json;
using System.Text.Json.Serialization;
using MmoePipeline.Probing;

namespace MmoePipeline.Runs.Files;

/// <summary>Troubles by the names that they have in <c>verdicts.json</c>.</summary>
internal sealed class TroubleConverter() : JsonStringEnumConverter<Trouble>(JsonNamingPolicy.KebabCaseLower);
