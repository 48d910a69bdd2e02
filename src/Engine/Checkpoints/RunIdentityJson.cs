using System.Text.Json.Serialization;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>How identities are written in checkpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(RunIdentity))]
internal sealed partial class RunIdentityJson : JsonSerializerContext;
