using MmoePipeline.Data;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type, as the engine writes it.</param>
internal sealed record ParquetColumn(string Name, string Type)
{
    private bool IsFractional => Type is "FLOAT" or "DOUBLE";

    private bool IsNumber => IsFractional
        || Type is "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "BOOLEAN"
        or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT"
        || Type.StartsWith("DECIMAL", StringComparison.Ordinal);

    /// <summary>How the column is read in a form.</summary>
    /// <remarks>
    /// Fractional numbers are numbers in either form: so 1.0 and 1 are one category, as they are one number. Those of 32 bits
    /// become categories by their text, because the nearest double of 0.1 in 32 bits is 0.10000000149. Whole numbers become
    /// texts in the engine, because large ones are no exact doubles. Identifiers are what the engine writes, whatever their type.
    /// </remarks>
    public (string Sql, QueryColumn Kind) Expression(ColumnForm form)
    {
        string name = Sql.Name(Name);
        string text = Type == "VARCHAR" ? name : $"CAST({name} AS VARCHAR)";
        return form == ColumnForm.Identifier ? (text, QueryColumn.Identifier)
            : Type == "FLOAT" && form == ColumnForm.Text
            ? ($"CAST(CAST({name} AS VARCHAR) AS DOUBLE)", QueryColumn.Number)
            : IsFractional || (IsNumber && form == ColumnForm.Number) ? ($"CAST({name} AS DOUBLE)", QueryColumn.Number)
            : (text, form == ColumnForm.Number ? QueryColumn.WrittenNumber : QueryColumn.Text);
    }
}
