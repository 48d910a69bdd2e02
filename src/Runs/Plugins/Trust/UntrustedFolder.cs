namespace MmoePipeline.Runs.Plugins.Trust;

/// <summary>A drop-in folder that a configuration names and that nothing is loaded from.</summary>
/// <param name="Folder">The folder; a full path.</param>
/// <param name="Reason">Why, and what to do.</param>
internal sealed record UntrustedFolder(string Folder, string Reason);
