namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>What is read from a column of a query.</summary>
internal enum QueryColumn
{
    /// <summary>Texts from a VARCHAR column.</summary>
    Text,

    /// <summary>Texts from a VARCHAR column that seldom recur.</summary>
    Identifier,

    /// <summary>Numbers from a DOUBLE column.</summary>
    Number,

    /// <summary>Numbers that are written as texts in a VARCHAR column.</summary>
    WrittenNumber,
}
