using System.Text.RegularExpressions;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>What the engine says of a failure.</summary>
internal static partial class EngineMessage
{
    /// <summary>
    /// The reason alone: the last line before the engine's advice, which is on SQL that the file's author didn't write. Above
    /// it may be a line of the file, which may be long.
    /// </summary>
    public static string Reason(string message)
    {
        string[] lines = [.. message.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
        string reason = lines.TakeWhile(line => !line.StartsWith("Possible", StringComparison.Ordinal)).LastOrDefault() ?? message;
        return PrefixPattern().Replace(reason, "");
    }

    /// <summary>The first line, for failures that are not at a line of a text: below it are the engine's hints for SQL.</summary>
    public static string Summary(string message) => PrefixPattern().Replace(message.Split('\n')[0].Trim(), "");

    /// <summary>What the engine couldn't do for want of memory, which is no fault of the table; null for any other failure.</summary>
    /// <param name="message">What the engine says.</param>
    /// <param name="table">The table as a person knows it.</param>
    public static InsufficientMemoryException? Shortage(string message, string table) =>
        ShortagePattern().IsMatch(message) ? new InsufficientMemoryException($"{table}: {Summary(message).TrimEnd('.')}") : null;

    [GeneratedRegex("^(Error: )?(Out of Memory Error: |Failed to allocate block of |Allocation failure|std::bad_alloc|bad allocation)")]
    private static partial Regex ShortagePattern();

    [GeneratedRegex(@"^(\w+ ){1,3}Error: ")]
    private static partial Regex PrefixPattern();
}
