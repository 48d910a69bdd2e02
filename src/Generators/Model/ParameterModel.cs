namespace MmoePipeline.Generators.Model;

/// <summary>A parameter of a plugin's constructor.</summary>
/// <param name="TypeName">Its fully qualified type.</param>
/// <param name="Source">Where its argument comes from.</param>
/// <param name="IsOptional">Whether null is right where the host lacks the service.</param>
internal sealed record ParameterModel(string TypeName, ParameterSource Source, bool IsOptional);
