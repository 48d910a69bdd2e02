namespace MmoePipeline.Configuration;

/// <summary>A path; a relative one is meant from the folder of the configuration file.</summary>
public sealed record PathOption : OptionType
{
    /// <summary>How the names of files end that the plugin is picked for; empty where it is not.</summary>
    public ImmutableArray<string> Endings { get; init; } = [];
}
