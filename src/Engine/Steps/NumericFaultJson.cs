using System.Text.Json.Serialization;

namespace MmoePipeline.Engine.Steps;

/// <summary>How faults are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(NumericFaultRecord))]
internal sealed partial class NumericFaultJson : JsonSerializerContext;
