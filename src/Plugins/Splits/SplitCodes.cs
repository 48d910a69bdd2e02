namespace MmoePipeline.Plugins.Splits;

/// <summary>Codes of problems of splits.</summary>
internal static class SplitCodes
{
    /// <summary>A row has no value that says which split it belongs to.</summary>
    public const string MissingValue = "MMOE2501";

    /// <summary>A value is not a time.</summary>
    public const string NotATime = "MMOE2502";

    /// <summary>A value names no split.</summary>
    public const string UnknownValue = "MMOE2503";

    /// <summary>The tables of a split have different columns.</summary>
    public const string OtherColumns = "MMOE2504";
}
