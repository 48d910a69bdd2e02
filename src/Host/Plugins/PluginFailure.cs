namespace MmoePipeline.Host.Plugins;

/// <summary>An assembly of the drop-in folder that could not be used.</summary>
/// <param name="File">The assembly's full path.</param>
/// <param name="Reason">Why, and what would be right.</param>
internal sealed record PluginFailure(string File, string Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path.GetRelativePath(".", File)} could not be loaded: {Reason}";
}
