using System.Text.RegularExpressions;
using MmoePipeline.Configuration.Tree;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>Makes problems of what the engine says of a query.</summary>
internal static partial class QueryFault
{
    /// <summary>Where a person finds the SQL.</summary>
    public const string Place = "data.source.sql";

    /// <summary>Where a person finds the key.</summary>
    public const string KeyPlace = "data.source.key";

    /// <summary>The fault of a query that the engine refuses, or stops.</summary>
    /// <param name="message">What the engine says.</param>
    /// <param name="tables">The names of the tables.</param>
    /// <param name="columns">Gives the names of their columns.</param>
    /// <param name="hasLines">Whether the engine was given the SQL as it is written, so that the lines which it counts are those of the SQL.</param>
    public static Exception Translate(string message, ImmutableArray<string> tables, Func<ImmutableArray<string>> columns, bool hasLines)
    {
        if (EngineMessage.Shortage(message, Place) is { } shortage)
        {
            return shortage;
        }

        string line = hasLines && LinePattern().Match(message) is { Success: true } found ? $"line {found.Groups[1].Value}: " : "";
        string reason = EngineMessage.Summary(message).TrimEnd('.', '!');
        return new BadInputException(QueryCodes.Refused, Place, $"{line}{reason}{Hint(message, tables, columns)}");
    }

    private static string Hint(string message, ImmutableArray<string> tables, Func<ImmutableArray<string>> columns)
    {
        if (TablePattern().Match(message) is { Success: true } table)
        {
            return NearestName.Find(table.Groups[1].Value, tables) is { } near ? DidYouMean(near) : $"; the tables are {string.Join(", ", tables)}.";
        }

        if (ColumnPattern().Match(message) is { Success: true } column)
        {
            return NearestName.Find(column.Groups[1].Value, columns()) is { } near ? DidYouMean(near) : ".";
        }

        return CandidatePattern().Match(message) is { Success: true } candidate ? DidYouMean(candidate.Groups[1].Value)
            : message.Contains("VARCHAR", StringComparison.Ordinal) || message.Contains("string '", StringComparison.Ordinal)
                ? "; columns of CSV files are texts: CAST(column AS BIGINT) makes numbers of them, TRY_CAST of those that are numbers."
            : ".";
    }

    private static string DidYouMean(string name) => $"; did you mean '{name}'?";

    [GeneratedRegex(@"^LINE (\d+): ", RegexOptions.Multiline)]
    private static partial Regex LinePattern();

    [GeneratedRegex(@"Table with name (\S+) does not exist")]
    private static partial Regex TablePattern();

    [GeneratedRegex(@"does not have a column named ""([^""]+)""")]
    private static partial Regex ColumnPattern();

    [GeneratedRegex(@"(?:Did you mean|Candidate bindings:|Candidate tables:) ""([^""]+)""")]
    private static partial Regex CandidatePattern();
}
