using System.Text.RegularExpressions;

namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Parts of SQL statements, quoted so that any text can be in them.</summary>
internal static partial class Sql
{
    /// <summary>A text as a literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A file's path as a literal where the engine takes a pattern: it stands for nothing but itself.</summary>
    public static string FilePath(string path) => Text(PatternCharacters().Replace(path, "[$0]"));

    /// <summary>A column with the same text in every row; null for a missing value.</summary>
    public static string Constant(string? value) => $"CAST({(value is null ? "NULL" : Text(value))} AS VARCHAR)";

    /// <summary>The name of a column.</summary>
    public static string Name(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"[*?\[]")]
    private static partial Regex PatternCharacters();
}
