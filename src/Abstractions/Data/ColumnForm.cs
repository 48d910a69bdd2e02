namespace MmoePipeline.Data;

/// <summary>How the reader of a column will use its values.</summary>
public enum ColumnForm
{
    /// <summary>As texts: categories and labels.</summary>
    Text,

    /// <summary>As numbers.</summary>
    Number,
}
