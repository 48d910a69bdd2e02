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

    /// <summary>
    /// As lists of texts. A source whose column has one value in each row gives that value as for <see cref="Text"/>: whoever asks knows whether a text
    /// can be split into a list.
    /// </summary>
    TextList,

    /// <summary>As lists of numbers; a column with one value in each row is given as for <see cref="Text"/>.</summary>
    NumberList,
}
