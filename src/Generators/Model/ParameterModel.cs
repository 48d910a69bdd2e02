namespace MmoePipeline.Generators.Model;

/// <summary>A parameter of a plugin's constructor.</summary>
/// <param name="TypeName">Its fully qualified type.</param>
/// <param name="IsOptions">Whether it takes the plugin's options; else it takes a service.</param>
/// <param name="IsOptional">Whether null is right where the host lacks the service.</param>
internal sealed record ParameterModel(string TypeName, bool IsOptions, bool IsOptional);
