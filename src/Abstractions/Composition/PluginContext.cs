namespace MmoePipeline.Composition;

/// <summary>What a plugin, or what a plugin builds, is constructed with apart from its options: the part of the run that it belongs to.</summary>
public abstract record PluginContext
{
    /// <summary>The plugin's path in the configuration, for messages: <c>model.experts.0</c>.</summary>
    public required string Path { get; init; }
}
