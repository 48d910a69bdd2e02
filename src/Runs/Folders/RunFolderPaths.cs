using MmoePipeline.Configuration.Tree;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Folders;

/// <summary>
/// Places that a run's configuration writes to where that configuration is in a run folder: a run folder is data that somebody may have sent, so
/// nothing is written outside of it that the user did not ask for on the command line or in the environment.
/// </summary>
internal static class RunFolderPaths
{
    /// <summary>Whether encoded columns may be kept in <c>data.cache</c>; else they are only read from there.</summary>
    public static bool MayWriteCache(RunPlan plan) =>
        plan.Configuration.Data.Cache is not { } cache
        || Outside(plan, "data", "cache") is not { } run
        || RealPath.IsWithin(RealPath.OrFullPath(cache), RealPath.OrFullPath(run));

    /// <summary>Why no new run folder is made in <c>run.output</c>; null where one may be: next to the run folder, and inside of it.</summary>
    public static Problem? OutputProblem(RunPlan plan)
    {
        string output = plan.Configuration.Run.Output;
        return Outside(plan, "run", "output") is { } run
            && Path.GetDirectoryName(RealPath.OrFullPath(run)) is { } parent
            && RealPath.OrFullPath(output) != parent
            && !RealPath.IsWithin(RealPath.OrFullPath(output), RealPath.OrFullPath(run))
            ? new Problem(
                RunFolderCodes.OutputOutside,
                Path.GetRelativePath(".", Path.Combine(plan.Tree.Folder, "config.json")),
                $"run.output: is {output}, outside of the run folder that names it, and nothing is written there unless you say so; expected {parent}; "
                + $"add --set run.output={output} if it is right.")
            : null;
    }

    /// <summary>The run folder whose configuration, and nobody else, names a place.</summary>
    private static string? Outside(RunPlan plan, string section, string key)
    {
        ConfigurationNode? node = plan.Tree.Member(section)?.Value.Member(key)?.Value;
        return node is { Place.Origin: not ConfigurationOrigin.File } ? null : RunFolderContents.RunFolderOf(node?.Folder ?? plan.Tree.Folder);
    }
}
