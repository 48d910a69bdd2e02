namespace MmoePipeline.Configuration.Tree;

/// <summary>Where a value of the configuration was written.</summary>
/// <param name="Source">
/// A file's path as the user gave it, the name of an environment variable, or the path of a <c>--set</c> argument: never a value, which may
/// be a secret.
/// </param>
/// <param name="Line">The line in the file, from 1; null where the source is no file.</param>
/// <param name="Column">The column in the line, from 1, in characters; null where the source is no file.</param>
public sealed record ConfigurationPlace(string Source, int? Line = null, int? Column = null)
{
    /// <summary>What kind of source it is; the later kinds are put over the earlier ones.</summary>
    public ConfigurationOrigin Origin { get; init; } = ConfigurationOrigin.File;

    /// <summary><c>source:line:column</c>, as compilers and editors write it, or the source alone.</summary>
    public override string ToString() => Line is null ? Source : $"{Source}:{Line}:{Column}";
}

/// <summary>The kinds of sources of a configuration.</summary>
public enum ConfigurationOrigin
{
    /// <summary>The configuration file.</summary>
    File,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>A <c>--set</c> argument.</summary>
    CommandLine,
}
