using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Host.Tests.Plugins;

/// <summary>A theory that only root can try: nobody else may give a file to another user. Others see it as skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() => Skip = OperatingSystem.IsLinux() && FileStatus.EffectiveUser == 0 ? null : "only root may give a file to another user";
}
