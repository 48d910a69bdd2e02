namespace MmoePipeline.Plugins.Features;

/// <summary>Codes of problems of features.</summary>
internal static class FeatureCodes
{
    /// <summary>No training row has a value in a feature's column.</summary>
    public const string EmptyColumn = "MMOE2701";

    /// <summary>Values are lists where one value is expected, or single values where lists are expected.</summary>
    public const string WrongShape = "MMOE2702";

    /// <summary>A separator is in no value of a column.</summary>
    public const string UnusedSeparator = "MMOE2703";

    /// <summary>Parallel lists of a row have different lengths.</summary>
    public const string UnequalLists = "MMOE2704";

    /// <summary>Lists are longer than a feature allows; the rest of them is left out.</summary>
    public const string ListsCut = "MMOE2705";

    /// <summary>A value that has to be a number isn't one, or is out of its range.</summary>
    public const string NotANumber = "MMOE2706";

    /// <summary>A value that has to be there is missing.</summary>
    public const string MissingValue = "MMOE2707";

    /// <summary>A vector has another length than others, or a value that isn't a number.</summary>
    public const string WrongVector = "MMOE2708";

    /// <summary>A value is not a time.</summary>
    public const string NotATime = "MMOE2709";

    /// <summary>A file of vectors can't be used.</summary>
    public const string WrongVectorFile = "MMOE2710";
}
