using System.Data.Common;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace MmoePipeline.Runs.Plugins;

/// <summary>Tells whether something failed for want of memory, in the words of .NET, libtorch or DuckDB. That is nobody's wrong input.</summary>
internal static partial class MemoryShortage
{
    /// <summary>Whether memory could not be had.</summary>
    public static bool Is(Exception exception) => Find(exception) is not null;

    /// <summary>What happened and what helps.</summary>
    /// <returns>Null where memory was not the trouble.</returns>
    public static string? Describe(Exception exception) => Find(exception) is { } found
        ? $"there is too little memory{Detail(found)}; a smaller training.batchSize, a smaller network or a higher limit may help"
        : null;

    private static Exception? Find(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is OutOfMemoryException
                || (exception is ExternalException && NativePattern().IsMatch(exception.Message))
                || (exception is DbException && exception.Message.Contains("Out of Memory Error", StringComparison.Ordinal)))
            {
                return exception;
            }
        }

        return null;
    }

    /// <summary>What .NET says by itself names the exception's type, or says the same in other words.</summary>
    private static string Detail(Exception exception) =>
        EmptyPattern().IsMatch(exception.Message) ? ""
        : AllocationPattern().Match(exception.Message) is { Success: true } allocation ? $" ({allocation.Groups[1].Value} bytes more were asked for)"
        : $" ({exception.Message.Trim().Split('\n')[0].TrimEnd().TrimEnd('.')})";

    [GeneratedRegex("can't allocate memory|out of memory|bad_alloc|bad allocation", RegexOptions.IgnoreCase)]
    private static partial Regex NativePattern();

    [GeneratedRegex("^(Exception of type 'System.OutOfMemoryException'|Insufficient memory to continue)")]
    private static partial Regex EmptyPattern();

    [GeneratedRegex(@"you tried to allocate (\d+) bytes")]
    private static partial Regex AllocationPattern();
}
