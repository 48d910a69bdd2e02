namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>Types whose values mean the same where they are written alike.</summary>
internal enum ParquetFamily
{
    /// <summary>Whole numbers of any width.</summary>
    Whole,

    /// <summary>Decimal fractions with a fixed number of digits.</summary>
    Decimal,

    /// <summary>Binary fractions of 32 or 64 bits.</summary>
    Fractional,

    /// <summary>Truth values.</summary>
    Boolean,

    /// <summary>Texts, also those that were written as bytes.</summary>
    Text,

    /// <summary>Points in time without a time zone, in any unit.</summary>
    Timestamp,

    /// <summary>Any other type of single values: dates, times, points in time with a time zone, UUIDs, durations.</summary>
    Other,

    /// <summary>Lists, structures and maps.</summary>
    Nested,
}
