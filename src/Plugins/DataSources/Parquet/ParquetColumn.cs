using System.Globalization;
using MmoePipeline.Plugins.DataSources.DuckDb;

namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>A column of a Parquet file.</summary>
/// <param name="Name">The name in the file.</param>
/// <param name="Expression">The column as an expression: its name in the engine, which names columns otherwise that differ in case only, or a constant.</param>
/// <param name="Type">The type, as the engine writes it.</param>
internal sealed record ParquetColumn(string Name, string Expression, string Type)
{
    /// <summary>The digits that every decimal fraction keeps as a double.</summary>
    private const int SafeDigits = 15;

    /// <summary>What a value of a list is called in expressions.</summary>
    private const string Value = "v";

    /// <summary>The type of the column as a whole, for messages: that of its lists, where this stands for their values.</summary>
    public string WholeType { get; private init; } = Type;

    /// <summary>The values of the column's lists, as if they were a column; null where it has none.</summary>
    public ParquetColumn? Element => Type.EndsWith(']') ? new(Name, Value, Type[..Type.LastIndexOf('[')]) { WholeType = Type } : null;

    /// <summary>What the values mean.</summary>
    public ParquetFamily Family => Type switch
    {
        _ when Type.EndsWith(']') || IsA("STRUCT") || IsA("MAP") || IsA("UNION") || Type is "VARIANT" or "GEOMETRY" => ParquetFamily.Nested,
        "FLOAT" or "DOUBLE" => ParquetFamily.Fractional,
        "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "HUGEINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" or "UBIGINT" or "UHUGEINT" => ParquetFamily.Whole,
        _ when IsA("DECIMAL") => ParquetFamily.Decimal,
        "BOOLEAN" => ParquetFamily.Boolean,
        "VARCHAR" or "BLOB" or "JSON" => ParquetFamily.Text,
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => ParquetFamily.Timestamp,
        _ => ParquetFamily.Other,
    };

    /// <summary>Whether all values of the type that are different are different doubles.</summary>
    public bool FitsDouble => Family != ParquetFamily.Decimal
        || int.Parse(Type.AsSpan("DECIMAL(".Length, Type.IndexOf(',', StringComparison.Ordinal) - "DECIMAL(".Length), CultureInfo.InvariantCulture) <= SafeDigits;

    /// <summary>The value as it is written, in UTF-8. Bytes stay bytes: the reader checks them.</summary>
    public string AsWritten => Type is "VARCHAR" or "BLOB" ? Expression : $"CAST({Expression} AS VARCHAR)";

    /// <summary>
    /// The value as a category. A decimal fraction has no zeros at its end, so that 1.50 and 1.5 are one category, as they are one number, and 3.00
    /// is the same as the whole number 3.
    /// </summary>
    public string AsCategory => Family == ParquetFamily.Decimal && !Type.EndsWith(",0)", StringComparison.Ordinal) ? $"rtrim(rtrim({AsWritten}, '0'), '.')" : AsWritten;

    /// <summary>The value as a number of 64 bits with a sign; null where the type has others. Its text is that of the category.</summary>
    public string? AsWhole => Type switch
    {
        "BIGINT" => Expression,
        "TINYINT" or "SMALLINT" or "INTEGER" or "UTINYINT" or "USMALLINT" or "UINTEGER" => $"CAST({Expression} AS BIGINT)",
        _ => null,
    };

    /// <summary>The value as a double: the nearest one.</summary>
    public string AsNumber => Type == "DOUBLE" ? Expression : $"CAST({Expression} AS DOUBLE)";

    /// <summary>
    /// A number as a category, for columns that are fractional in one of the table's files: 1.0 and 1 are one category. Numbers of 32 bits are
    /// read by their text, because the nearest double of 0.1 in 32 bits is 0.10000000149; whole numbers that are no doubles are refused.
    /// </summary>
    public string AsNumericCategory => Type switch
    {
        "FLOAT" => $"CAST(CAST({Expression} AS VARCHAR) AS DOUBLE)",
        "BIGINT" or "UBIGINT" or "HUGEINT" or "UHUGEINT" =>
            $"CASE WHEN {Expression} IS NULL OR {Expression} BETWEEN -9007199254740992 AND 9007199254740992 THEN CAST({Expression} AS DOUBLE) "
            + $"ELSE CAST(error({Sql.Text($"column '{Name}' is {Type} here and fractional in another file, and a value is beyond 2^53, where doubles are not exact")}) AS DOUBLE) END",
        _ => AsNumber,
    };

    /// <summary>The column's lists, each value of which is an expression of <see cref="Element"/>; an ARRAY becomes a LIST.</summary>
    /// <param name="ofElement">The expression.</param>
    public string AsList(string ofElement)
    {
        string list = Type.EndsWith("[]", StringComparison.Ordinal) ? Expression : $"CAST({Expression} AS {Type[..Type.LastIndexOf('[')]}[])";
        return ofElement == Value ? list : $"list_transform({list}, lambda {Value}: {ofElement})";
    }

    private bool IsA(string type) => Type.StartsWith($"{type}(", StringComparison.Ordinal);
}
