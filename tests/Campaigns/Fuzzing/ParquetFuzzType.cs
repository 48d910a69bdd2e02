namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>A type that columns of random Parquet files have.</summary>
/// <param name="Sql">Its name in SQL.</param>
/// <param name="Values">Values as expressions; a missing value is added to them.</param>
internal sealed record ParquetFuzzType(string Sql, ImmutableArray<string> Values)
{
    /// <summary>All types of the engine that it writes to Parquet.</summary>
    public static ImmutableArray<ParquetFuzzType> All { get; } =
    [
        new("BOOLEAN", ["true", "false"]),
        new("TINYINT", ["0", "-128", "127"]),
        new("SMALLINT", ["1", "-32768", "32767"]),
        new("INTEGER", ["1", "7", "-2147483648", "2147483647"]),
        new("BIGINT", ["1", "1000000000000000", "9007199254740992", "9007199254740993", "-9223372036854775808", "9223372036854775807"]),
        new("UTINYINT", ["0", "255"]),
        new("USMALLINT", ["1", "65535"]),
        new("UINTEGER", ["1", "4294967295"]),
        new("UBIGINT", ["1", "18446744073709551615"]),
        new("HUGEINT", ["1", "170141183460469231731687303715884105727"]),
        new("UHUGEINT", ["1", "340282366920938463463374607431768211455"]),
        new("DECIMAL(4, 1)", ["1", "1.5", "-0.5", "0", "999.9"]),
        new("DECIMAL(9, 2)", ["1.50", "3", "-0.05", "1234567.89"]),
        new("DECIMAL(15, 0)", ["100", "-1"]),
        new("DECIMAL(18, 4)", ["1.5", "12345678901234.5678"]),
        new("DECIMAL(38, 10)", ["1.5", "1234567890123456789012345678.0123456789"]),
        new("FLOAT", ["1", "0.1", "-0.0", "1e-40", "3.4028235e38", "'NaN'", "'Infinity'", "'-Infinity'", "16777217"]),
        new("DOUBLE", ["1", "0.1", "1.5", "-0.0", "5e-324", "1e300", "1.7976931348623157e308", "'NaN'", "'Infinity'", "1e39"]),
        new("VARCHAR", ["''", "'7'", "'007'", "'1.5e1'", "'twelve bytes'", "'thirteen byte'", "'Zürich'", "'東京都千代田区'", "'a' || chr(0) || 'b'", "repeat('x', 500)", "' 15 '"]),
        new("BLOB", ["encode('7')", "encode('Zürich and more')", "''::BLOB", "'a\\x00b'::BLOB"]),
        new("BLOB", ["encode('good')", "'\\xC3\\x28'::BLOB", "'\\xFF'::BLOB"]),
        new("ENUM ('red', 'a longer value than that')", ["'red'", "'a longer value than that'"]),
        new("JSON", ["'{\"a\": 1}'", "'7'"]),
        new("UUID", ["'7f4dc1a2-0000-4000-8000-000000000001'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"]),
        new("BIT", ["'101'"]),
        new("DATE", ["'2026-11-24'", "'0001-01-01'", "'9999-12-31'", "'1969-12-31'"]),
        new("TIME", ["'01:02:03.5'", "'23:59:59.999999'"]),
        new("TIMETZ", ["'01:02:03+02'"]),
        new("TIMESTAMP", ["'2026-01-01 00:00:00.25'", "'1969-12-31 23:59:59.999999'"]),
        new("TIMESTAMP_S", ["'2026-01-01 00:00:00'"]),
        new("TIMESTAMP_MS", ["'2026-01-01 00:00:00.25'"]),
        new("TIMESTAMP_NS", ["'2026-01-01 00:00:00.25'", "'2026-01-01 00:00:00.123456789'"]),
        new("TIMESTAMPTZ", ["'2026-01-01 00:00:00+05:30'", "'2026-11-01 00:00:00.5+00'"]),
        new("INTERVAL", ["INTERVAL 1 MONTH", "INTERVAL 90 MINUTE"]),
        new("INTEGER[]", ["[1, 2]", "[]"]),
        new("VARCHAR[]", ["['a', 'b']"]),
        new("STRUCT(x INTEGER, y VARCHAR)", ["{'x': 1, 'y': 'a'}"]),
        new("MAP(VARCHAR, INTEGER)", ["MAP {'k': 1}"]),
    ];

    /// <summary>What types that may go together have in common.</summary>
    public string Group => Sql switch
    {
        _ when Sql.Contains("INT", StringComparison.Ordinal) && !Sql.Contains('[', StringComparison.Ordinal) && !Sql.Contains("INTERVAL", StringComparison.Ordinal)
            && !Sql.Contains('(', StringComparison.Ordinal) || Sql.StartsWith("DECIMAL", StringComparison.Ordinal) || Sql is "FLOAT" or "DOUBLE" => "number",
        "VARCHAR" or "BLOB" or "JSON" => "text",
        "TIMESTAMP" or "TIMESTAMP_S" or "TIMESTAMP_MS" or "TIMESTAMP_NS" => "timestamp",
        _ => Sql,
    };

    /// <summary>A column of the values in a random order that repeats.</summary>
    /// <param name="random">Draws.</param>
    public string Column(Random random)
    {
        ImmutableArray<string> all = random.Next(2) == 0 ? [.. Values, "NULL"] : Values;
        string list = string.Join(", ", all.Select(value => $"CAST({value} AS {Sql})"));
        return $"([{list}])[CAST(1 + (range * {random.Next(1, 50)} + {random.Next(50)}) % {all.Length} AS BIGINT)]";
    }
}
