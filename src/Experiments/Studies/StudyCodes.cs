namespace MmoePipeline.Experiments.Studies;

/// <summary>Codes of problems of studies.</summary>
internal static class StudyCodes
{
    /// <summary>There are no built-in studies.</summary>
    public const string NoStudies = "MMOE7101";

    /// <summary>There is no built-in study of this name.</summary>
    public const string NoSuchStudy = "MMOE7102";

    /// <summary>A claim or a match names an unknown variant.</summary>
    public const string UnknownVariant = "MMOE7103";

    /// <summary>Two variants have one name.</summary>
    public const string DuplicateVariant = "MMOE7104";

    /// <summary>A variant matches itself, or one whose parameters are matched, too.</summary>
    public const string WrongMatch = "MMOE7105";

    /// <summary>A claim measures a task or a metric that its variants don't have.</summary>
    public const string UnknownMeasure = "MMOE7106";

    /// <summary>A study in a run folder names plugin folders.</summary>
    public const string PluginsInRunFolder = "MMOE7107";
}
