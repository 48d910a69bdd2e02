namespace MmoePipeline.Host.Plugins;

/// <summary>What lies in a drop-in folder in the place of a plugin. Nothing of it was run.</summary>
/// <param name="Place">Its folder, or the assembly itself where it has none.</param>
/// <param name="Assembly">The plugin's assembly; null where there is none.</param>
/// <param name="Files">All files that may be loaded: the assembly, its list of dependencies, its libraries.</param>
internal sealed record DropIn(string Place, string? Assembly, ImmutableArray<string> Files)
{
    /// <summary>Why it is not to be loaded; null where nothing speaks against it.</summary>
    public string? Refusal { get; init; }

    /// <summary>Why there is nothing to load, which is no fault; null where there is.</summary>
    public string? Nothing { get; init; }

    /// <summary>Whether it is a folder, with libraries of its own.</summary>
    public bool IsFolder => Assembly != Place;
}
