namespace MmoePipeline.Resuming;

/// <summary>Codes of problems of the saved state of a part of a run.</summary>
public static class StateCodes
{
    /// <summary>The checkpoint has no state of a part of the run.</summary>
    public const string NoState = "MMOE4101";

    /// <summary>A saved list or tensor has another length, type or shape.</summary>
    public const string WrongLength = "MMOE4102";

    /// <summary>A saved value is of another kind.</summary>
    public const string WrongKind = "MMOE4103";

    /// <summary>The checkpoint lacks a value or a tensor.</summary>
    public const string MissingValue = "MMOE4104";

    /// <summary>The checkpoint has a value that the part doesn't know.</summary>
    public const string UnknownValue = "MMOE4105";
}
