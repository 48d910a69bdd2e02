namespace MmoePipeline.Plugins.DataSources.DuckDb;

/// <summary>What is read from a column of a query.</summary>
internal enum QueryColumn
{
    /// <summary>Texts from a VARCHAR column, or a BLOB column of UTF-8.</summary>
    Text,

    /// <summary>The same for texts that seldom recur.</summary>
    Identifier,

    /// <summary>The texts of whole numbers from a BIGINT column.</summary>
    Whole,

    /// <summary>Numbers from a DOUBLE column.</summary>
    Number,

    /// <summary>Numbers that are written as texts in such a column.</summary>
    WrittenNumber,

    /// <summary>Lists of texts from a LIST column of VARCHAR or BLOB.</summary>
    TextList,

    /// <summary>Lists of the texts of whole numbers from a LIST column of BIGINT.</summary>
    WholeList,

    /// <summary>Lists of numbers from a LIST column of DOUBLE.</summary>
    NumberList,

    /// <summary>Lists of numbers that are written as texts.</summary>
    WrittenNumberList,

    /// <summary>Hashes of keys from a UBIGINT column, which differ from row to row; their column holds no values.</summary>
    Key,
}
