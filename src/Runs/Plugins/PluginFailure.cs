namespace MmoePipeline.Runs.Plugins;

/// <summary>Something in a drop-in folder that could not be used.</summary>
/// <param name="Place">The plugin's folder, or its assembly; a full path.</param>
/// <param name="Reason">Why, and what would be right.</param>
internal sealed record PluginFailure(string Place, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path.GetRelativePath(".", Place)} could not be loaded: {Reason}";
}
