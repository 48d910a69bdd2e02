namespace MmoePipeline;

/// <summary>Codes of problems of options: a value that doesn't have the option's type or breaks one of its rules.</summary>
public static class OptionCodes
{
    /// <summary>A value has the wrong type.</summary>
    public const string WrongType = "MMOE1101";

    /// <summary>A section has a key that is not one of its options.</summary>
    public const string UnknownKey = "MMOE1102";

    /// <summary>An option without a default is missing.</summary>
    public const string MissingKey = "MMOE1103";

    /// <summary>A number is outside of the option's range.</summary>
    public const string OutOfRange = "MMOE1104";

    /// <summary>A text has too few or too many characters.</summary>
    public const string WrongLength = "MMOE1105";

    /// <summary>A list or an object has too few or too many items.</summary>
    public const string WrongItemCount = "MMOE1106";

    /// <summary>A text is blank.</summary>
    public const string BlankText = "MMOE1107";

    /// <summary>A text doesn't match the option's regular expression.</summary>
    public const string PatternMismatch = "MMOE1108";

    /// <summary>A value is not one of the allowed values, or is one of the forbidden ones.</summary>
    public const string ForbiddenValue = "MMOE1109";

    /// <summary>A name is not one of the option's choices.</summary>
    public const string UnknownChoice = "MMOE1110";

    /// <summary>A section that picks a plugin has no <c>type</c>.</summary>
    public const string MissingPluginType = "MMOE1111";

    /// <summary>No plugin of the kind has this name.</summary>
    public const string UnknownPlugin = "MMOE1112";

    /// <summary>The environment variable of a secret is not set.</summary>
    public const string SecretNotSet = "MMOE1113";

    /// <summary>Options of a section don't fit each other. Plugins that report a problem of their options without a code get this one.</summary>
    public const string Conflict = "MMOE1114";

    /// <summary>A file of a data set is in none of the data folders.</summary>
    public const string MissingDataFile = "MMOE1115";
}
