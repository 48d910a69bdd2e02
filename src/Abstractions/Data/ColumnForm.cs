namespace MmoePipeline.Data;

/// <summary>How the reader of a column will use its values.</summary>
public enum ColumnForm
{
    /// <summary>As texts: categories and labels.</summary>
    Text,

    /// <summary>As numbers.</summary>
    Number,

    /// <summary>
    /// As texts that seldom recur, such as keys: a source does better to give a <see cref="TextColumn"/>, and to keep none of them.
    /// </summary>
    Identifier,
}
