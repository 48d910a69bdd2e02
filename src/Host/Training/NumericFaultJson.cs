using System.Text.Json.Serialization;

namespace MmoePipeline.Host.Training;

/// <summary>How faults are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(NumericFaultRecord))]
internal sealed partial class NumericFaultJson : JsonSerializerContext;
