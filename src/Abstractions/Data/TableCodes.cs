namespace MmoePipeline.Data;

/// <summary>Codes of problems of tables that any data source can have.</summary>
public static class TableCodes
{
    /// <summary>A row can't be split into values. Data sources that report such a row without a code get this one.</summary>
    public const string UnreadableRow = "MMOE2001";
}
