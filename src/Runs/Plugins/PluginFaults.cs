using System.Diagnostics;
using System.Runtime.Loader;
using MmoePipeline.Construction;
using MmoePipeline.Runs.Options;
using MmoePipeline.Runs.Plugins.DropIns;

namespace MmoePipeline.Runs.Plugins;

/// <summary>Finds the plugin that threw an exception: the innermost call of its stack that is in a configured plugin's code.</summary>
internal static class PluginFaults
{
    /// <summary>What happened, and whose fault it is.</summary>
    /// <returns>Null where no configured plugin's code is on the stack.</returns>
    public static Problem? Find(Exception exception, RunPlan plan)
    {
        ImmutableArray<Exception> chain = [.. Chain(exception).Reverse()];
        if (chain.OfType<PluginException>().FirstOrDefault() is { } reported)
        {
            return reported.Problem;
        }

        (ImmutableArray<PluginUse> blamed, StackFrame? frame) =
            chain.Select(cause => Blamed(cause, plan.Plugins)).FirstOrDefault(found => found.Frame is not null);
        if (frame is null)
        {
            return null;
        }

        string places = string.Join(", or ", blamed.Select(use => use.Path));
        string names = string.Join(", or ", blamed.Select(use => PluginException.Name(use.Plugin)).Distinct());
        return MemoryShortage.Describe(exception) is { } shortage
            ? new Problem(ProgramCodes.OutOfMemory, places, $"{names} failed: {shortage}")
            : new Problem(PluginCodes.Failed, places, $"{names} failed with {Reason(exception)}, {new StackTrace(frame).ToString().Trim()}");
    }

    /// <summary>What happened; where no plugin is certain to have caused it, the drop-ins of the run are named, too.</summary>
    public static Problem Describe(Exception exception, RunPlan plan) =>
        Find(exception, plan)
            ?? Chain(exception).OfType<BadInputException>().FirstOrDefault()?.Problems[0]
            ?? new Problem(
                Code(exception),
                "",
                DropIns(plan) is { IsEmpty: false } dropIns
                    ? $"{Reason(exception)}; not the program's own in this run: {string.Join(", ", dropIns)}"
                    : Reason(exception));

    /// <summary>The code of an exception that nothing else is known of.</summary>
    public static string Code(Exception exception) =>
        MemoryShortage.Is(exception) ? ProgramCodes.OutOfMemory
            : Chain(exception).Any(each => each is IOException or UnauthorizedAccessException) ? ProgramCodes.InputOutput
            : ProgramCodes.Failed;

    /// <summary>The plugins of a run that are not the program's own.</summary>
    public static ImmutableArray<PluginUse> DropIns(RunPlan plan) => [.. plan.Plugins.Where(use => IsDropIn(use.Plugin.Type))];

    private static bool IsDropIn(Type type) => AssemblyLoadContext.GetLoadContext(type.Assembly) is PluginLoadContext;

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }

    private static string Reason(Exception exception)
    {
        // Of what a file system says the outermost names the file, and is clear by itself. So is what was written for people.
        return MemoryShortage.Describe(exception) is { } shortage ? shortage
            : Chain(exception).FirstOrDefault(each => each is IOException or UnauthorizedAccessException or BadInputException) is { } clear
            ? FirstLine(clear.Message)
            : $"{exception.GetBaseException().GetType().Name}: {FirstLine(exception.GetBaseException().Message)}";
    }

    /// <summary>libtorch puts its own stack below its message.</summary>
    private static string FirstLine(string message) => message.Trim().Split('\n')[0].TrimEnd();

    private static (ImmutableArray<PluginUse> Uses, StackFrame? Frame) Blamed(Exception exception, ImmutableArray<PluginUse> uses)
    {
        foreach (StackFrame frame in new StackTrace(exception, fNeedFileInfo: true).GetFrames())
        {
            Type? type = frame.GetMethod()?.DeclaringType;
            while (type?.DeclaringType is { } outer)
            {
                type = outer;
            }

            if (type is not null && Of(type, uses) is { IsEmpty: false } blamed)
            {
                return (blamed, frame);
            }
        }

        return ([], null);
    }

    /// <summary>The plugins whose class it is, or whose namespace, or, of a third-party assembly, all that the run has of it.</summary>
    private static ImmutableArray<PluginUse> Of(Type type, ImmutableArray<PluginUse> uses)
    {
        ImmutableArray<PluginUse> there = [.. uses.Where(use => use.Plugin.Type.Assembly == type.Assembly)];
        ImmutableArray<PluginUse> near = [.. there.Where(use => use.Plugin.Type == type)];
        near = near.IsEmpty ? [.. there.Where(use => use.Plugin.Type.Namespace == type.Namespace)] : near;
        return near.IsEmpty && IsDropIn(type) ? there : near;
    }
}
