namespace MmoePipeline.Configuration;

/// <summary>
/// Marks a text as a path: a relative one is meant from the folder of the configuration file that it is written in.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionPathAttribute : Attribute;
