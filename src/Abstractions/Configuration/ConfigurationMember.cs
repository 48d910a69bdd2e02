namespace MmoePipeline.Configuration;

/// <summary>A key of a JSON object with its value.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyPlace">Where the key was written.</param>
/// <param name="Value">The value.</param>
public sealed record ConfigurationMember(string Key, ConfigurationPlace KeyPlace, ConfigurationNode Value);
