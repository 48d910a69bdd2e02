namespace MmoePipeline.Configuration;

/// <summary>
/// Marks a text as a path: a relative one is meant from the folder of the configuration file that it is written in.
/// </summary>
/// <param name="endings">
/// How the names of files end that the plugin is for, for instance <c>.csv</c>. A person who names such a file, where a plugin is due,
/// means this plugin with the file as this option; paths that end otherwise are no mistake.
/// </param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionPathAttribute(params string[] endings) : Attribute
{
    /// <summary>How the names of files end that the plugin is for; empty for paths that are not what a plugin is picked by.</summary>
    public ImmutableArray<string> Endings { get; } = [.. endings];
}
