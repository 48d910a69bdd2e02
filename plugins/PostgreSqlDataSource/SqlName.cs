namespace PostgreSqlDataSource;

/// <summary>Names in SQL, quoted so that any text can be in them.</summary>
internal static class SqlName
{
    public static string Of(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
