using System.Text.Json.Serialization;

namespace MmoePipeline.Host.DataSets;

/// <summary>How the catalogue is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ImmutableArray<DataSet>))]
internal sealed partial class DataSetJson : JsonSerializerContext;
