namespace MmoePipeline.Configuration;

/// <summary>A path; a relative one is meant from the folder of the configuration file.</summary>
public sealed record PathOption : OptionType;
