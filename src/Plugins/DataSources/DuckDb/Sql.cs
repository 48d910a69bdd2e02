namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>Parts of SQL statements, quoted so that any text can be in them.</summary>
internal static class Sql
{
    /// <summary>A text as a literal.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The name of a column.</summary>
    public static string Name(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
