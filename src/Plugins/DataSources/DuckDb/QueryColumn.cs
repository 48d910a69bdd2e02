namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>What is read from a column of a query.</summary>
internal enum QueryColumn
{
    /// <summary>Texts from a VARCHAR column, or a BLOB column of UTF-8.</summary>
    Text,

    /// <summary>The same for texts that seldom recur.</summary>
    Identifier,

    /// <summary>Numbers from a DOUBLE column.</summary>
    Number,

    /// <summary>Numbers that are written as texts in such a column.</summary>
    WrittenNumber,
}
