namespace MmoePipeline.Plugins.DataSources.Query;

/// <summary>Codes of problems of queries over files.</summary>
internal static class QueryCodes
{
    /// <summary>The SQL of a query has a syntax error.</summary>
    public const string Syntax = "MMOE2801";

    /// <summary>The SQL of a query is not one SELECT statement.</summary>
    public const string NotOneSelect = "MMOE2802";

    /// <summary>The engine can't run the query: a table, column or function that isn't there, or a value that can't be converted.</summary>
    public const string Refused = "MMOE2803";

    /// <summary>The query uses a function or a sample whose result is another one in each reading.</summary>
    public const string Changing = "MMOE2804";

    /// <summary>The query depends on an order of rows that it doesn't give.</summary>
    public const string Unordered = "MMOE2805";

    /// <summary>The query reads files or settings by a table function.</summary>
    public const string TableFunction = "MMOE2806";

    /// <summary>A column of the key is not in the query's result.</summary>
    public const string NoSuchKey = "MMOE2807";

    /// <summary>Two rows of the query's result have the same key.</summary>
    public const string RepeatedKey = "MMOE2808";
}
