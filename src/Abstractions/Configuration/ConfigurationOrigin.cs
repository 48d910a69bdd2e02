namespace MmoePipeline.Configuration;

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
