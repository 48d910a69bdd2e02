namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>What the command line says of plugins.</summary>
/// <param name="Folders">The drop-in folders: those of <c>--plugins</c>, or else the program's own.</param>
internal sealed record PluginChoice(ImmutableArray<string> Folders)
{
    /// <summary>Whether nothing is loaded but what the lock of its folder names: <c>--locked</c>.</summary>
    public bool IsLocked { get; init; }

    /// <summary>
    /// Gets the problem, on a thread of its own, when a plugin's code does not return from being loaded or constructed within
    /// <c>plugins.constructionLimit</c>; null where there is no limit.
    /// </summary>
    public Action<Problem>? OnLimitExceeded { get; init; }

    /// <summary>The arguments that mean the same to a process of this program.</summary>
    public IEnumerable<string> Arguments =>
        [.. Folders.SelectMany(folder => new[] { "--plugins", folder }), .. IsLocked ? new[] { "--locked" } : []];
}
