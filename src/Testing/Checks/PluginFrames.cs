using System.Diagnostics;
using System.Reflection;

namespace MmoePipeline.Testing.Checks;

/// <summary>Finds the call of a plugin that led to an exception: where its author looks first, however deep in TorchSharp it was thrown.</summary>
internal static class PluginFrames
{
    /// <summary>The exception in words: its type, the place, and the message without the native stack that libtorch puts below it.</summary>
    public static string Describe(Exception exception, Assembly plugin)
    {
        Exception cause = exception.GetBaseException();
        string message = cause.Message.Split("\nException raised from ")[0].Trim();
        return Find(exception, plugin) is { } place ? $"{cause.GetType().Name} {place}: {message}" : $"{cause.GetType().Name}: {message}";
    }

    /// <summary>
    /// The innermost call of the plugin's assembly, with file and line where it has symbols; else the innermost call of all. An
    /// assembly is known by itself, not by its path: one that was loaded from bytes has none.
    /// </summary>
    private static string? Find(Exception exception, Assembly plugin)
    {
        StackFrame[] frames = [.. Chain(exception).Reverse().SelectMany(cause => new StackTrace(cause, fNeedFileInfo: true).GetFrames())];
        StackFrame? frame = frames.FirstOrDefault(frame => frame.GetMethod()?.DeclaringType?.Assembly == plugin) ?? frames.FirstOrDefault();
        return frame is null ? null : new StackTrace(frame).ToString().Trim();
    }

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            yield return exception;
        }
    }
}
