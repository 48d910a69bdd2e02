using System.Globalization;
using System.Text;
using DuckDB.NET.Data;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>A column of a Parquet file, read row by row as texts by the engine's ADO.NET reader, which shares nothing with the source's.</summary>
/// <param name="Type">The type that the engine finds.</param>
/// <param name="Texts">The values as the engine writes them, null where missing; of a BLOB what its bytes are in UTF-8.</param>
/// <param name="HasWrongBytes">Whether a BLOB's bytes are not UTF-8.</param>
internal sealed record ParquetReference(string Type, ImmutableArray<string?> Texts, bool HasWrongBytes)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether it holds lists, structures or maps.</summary>
    public bool IsNested => Type.EndsWith(']') || Type.Contains('(', StringComparison.Ordinal) && !IsDecimal;

    /// <summary>Whether it holds lists.</summary>
    public bool IsList => Type.EndsWith(']');

    /// <summary>Whether it holds whole numbers.</summary>
    public bool IsWhole => Type.EndsWith("INT", StringComparison.Ordinal) || Type is "INTEGER" or "UINTEGER";

    /// <summary>Whether it holds decimal fractions.</summary>
    public bool IsDecimal => Type.StartsWith("DECIMAL", StringComparison.Ordinal);

    /// <summary>Whether it holds binary fractions.</summary>
    public bool IsFractional => Type is "FLOAT" or "DOUBLE";

    /// <summary>Whether it holds numbers of any type.</summary>
    public bool IsNumber => IsWhole || IsDecimal || IsFractional;

    /// <summary>Whether it holds texts.</summary>
    public bool IsText => Type is "VARCHAR" or "BLOB" or "JSON";

    /// <summary>What the values of two columns mean is the same.</summary>
    public bool GoesWith(ParquetReference other) => (IsNumber && other.IsNumber) || (IsText && other.IsText)
        || (IsTimestamp && other.IsTimestamp) || Type == other.Type;

    /// <summary>Whether a number of it is not the same as a double.</summary>
    public bool HasInexact => IsDecimal || (IsWhole && Texts.Any(text => text is not null && Math.Abs(decimal.Parse(text, CultureInfo.InvariantCulture)) > 1L << 53));

    private bool IsTimestamp => Type is "TIMESTAMP" or "TIMESTAMP_NS";

    /// <summary>Reads a column.</summary>
    public static ParquetReference Read(DuckDBConnection engine, string file, string column)
    {
        using DuckDBCommand command = engine.CreateCommand();
        command.CommandText = $"SELECT typeof(\"{column}\") FROM (SELECT NULL) LEFT JOIN read_parquet('{file}', hive_partitioning = false) ON true LIMIT 1";
        string type = (string)command.ExecuteScalar()!;
        command.CommandText = type == "BLOB"
            ? $"SELECT hex(\"{column}\") FROM read_parquet('{file}')" : $"SELECT CAST(\"{column}\" AS VARCHAR) FROM read_parquet('{file}')";
        var texts = ImmutableArray.CreateBuilder<string?>();
        bool hasWrongBytes = false;
        using DuckDBDataReader rows = command.ExecuteReader();
        while (rows.Read())
        {
            string? text = rows.IsDBNull(0) ? null : rows.GetString(0);
            if (type == "BLOB" && text is not null)
            {
                try
                {
                    text = Strict.GetString(Convert.FromHexString(text));
                }
                catch (DecoderFallbackException)
                {
                    hasWrongBytes = true;
                }
            }

            texts.Add(text);
        }

        return new ParquetReference(type, texts.ToImmutable(), hasWrongBytes);
    }

    /// <summary>The number of a row; null where it is a text that is not a number; NaN where missing.</summary>
    public double? Number(int row) => Texts[row] switch
    {
        null => double.NaN,
        "true" when Type == "BOOLEAN" => 1,
        "false" when Type == "BOOLEAN" => 0,
        var text when Type == "FLOAT" => Parse(text, value => float.Parse(value, CultureInfo.InvariantCulture)),
        var text when IsNumber => Parse(text, value => double.Parse(value, CultureInfo.InvariantCulture)),
        var text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null,
    };

    /// <summary>The category of a row, where no file of the table has fractions: numbers without zeros at their end.</summary>
    public string? Category(int row) => IsDecimal && Texts[row] is { } text && text.Contains('.', StringComparison.Ordinal) ? text.TrimEnd('0').TrimEnd('.') : Texts[row];

    private static double Parse(string text, Func<string, double> parse) => text switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" => double.NaN,
        _ => parse(text),
    };
}
