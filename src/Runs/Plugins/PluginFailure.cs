using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Runs.Plugins;

/// <summary>Something in a drop-in folder that could not be used.</summary>
/// <param name="Code">The kind of problem: one of <see cref="LoadingCodes"/>.</param>
/// <param name="Place">The plugin's folder, or its assembly; a full path.</param>
/// <param name="Reason">Why, and what to do.</param>
internal sealed record PluginFailure(string Code, string Place, string Reason)
{
    /// <summary>The same for lists of problems of several kinds.</summary>
    public Problem ToProblem() => new(Code, Path.GetRelativePath(".", Place), $"could not be loaded: {Reason}");

    /// <inheritdoc/>
    public override string ToString() => $"{ToProblem()}";
}
