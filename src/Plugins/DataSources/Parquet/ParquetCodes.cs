namespace MmoePipeline.Plugins.DataSources.Parquet;

/// <summary>Codes of problems of Parquet files.</summary>
internal static class ParquetCodes
{
    /// <summary>A Parquet file can't be read.</summary>
    public const string Unreadable = "MMOE2301";

    /// <summary>A Parquet file has other rows than its metadata says.</summary>
    public const string WrongRowCount = "MMOE2302";

    /// <summary>A text of a Parquet file is not UTF-8.</summary>
    public const string NotUtf8 = "MMOE2303";

    /// <summary>A column's type can't be used for what it is read for.</summary>
    public const string UnsupportedType = "MMOE2304";

    /// <summary>A column has types in several files that don't go together.</summary>
    public const string DifferentTypes = "MMOE2305";
}
