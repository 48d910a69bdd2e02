namespace MmoePipeline.Runs.Configuration;

/// <summary>Codes of problems of configuration files and of values that are put over them.</summary>
internal static class ConfigurationCodes
{
    /// <summary>The configuration file doesn't exist.</summary>
    public const string NoSuchFile = "MMOE1201";

    /// <summary>The configuration file can't be read.</summary>
    public const string UnreadableFile = "MMOE1202";

    /// <summary>A configuration is not written in UTF-8.</summary>
    public const string NotUtf8 = "MMOE1203";

    /// <summary>A configuration is empty.</summary>
    public const string Empty = "MMOE1204";

    /// <summary>A configuration is not JSON.</summary>
    public const string InvalidJson = "MMOE1205";

    /// <summary>A configuration is JSON, but not an object.</summary>
    public const string NotAnObject = "MMOE1206";

    /// <summary>A key is in an object twice.</summary>
    public const string DuplicateKey = "MMOE1207";

    /// <summary>A text has half of a surrogate pair.</summary>
    public const string UnpairedSurrogate = "MMOE1208";

    /// <summary><c>$schema</c> is not a text.</summary>
    public const string SchemaNotText = "MMOE1209";

    /// <summary>A value of <c>--set</c> or of a study's <c>set</c> is not a path and a value.</summary>
    public const string InvalidOverride = "MMOE1210";

    /// <summary>A value is put inside of a single value, which has nothing inside.</summary>
    public const string OverrideInsideValue = "MMOE1211";

    /// <summary>A value is put at a position that a list doesn't have.</summary>
    public const string OverrideOutsideList = "MMOE1212";
}
