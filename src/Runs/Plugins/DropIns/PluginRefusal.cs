using MmoePipeline.Runs.Plugins.Trust;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>Why a drop-in is not loaded.</summary>
/// <param name="Code">The kind of problem: one of <see cref="LoadingCodes"/>.</param>
/// <param name="Reason">What is wrong and what to do, without place and full stop.</param>
internal sealed record PluginRefusal(string Code, string Reason)
{
    /// <summary>A reason with its code; null where there is no reason.</summary>
    /// <param name="code">The kind of problem.</param>
    /// <param name="reason">The reason, or null.</param>
    public static PluginRefusal? From(string code, string? reason) => reason is null ? null : new PluginRefusal(code, reason);

    /// <inheritdoc/>
    public override string ToString() => Reason;
}
