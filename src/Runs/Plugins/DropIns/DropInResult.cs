using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>What became of a plugin's folder or assembly.</summary>
/// <param name="Place">Its folder, or the assembly itself where it has none; a full path.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why it was not loaded, and what would be right; empty where it was.</param>
/// <param name="Plugins">Its plugins, as <c>kind name</c>.</param>
internal sealed record DropInResult(string Place, DropInState State, string Reason, ImmutableArray<string> Plugins)
{
    /// <summary>The kind of problem, one of <see cref="LoadingCodes"/>; empty where there is none.</summary>
    public string Code { get; init; } = "";
}
