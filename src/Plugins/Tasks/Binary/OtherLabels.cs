namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>What labels of a binary task are that are neither its positive label nor a negative one.</summary>
public enum OtherLabels
{
    /// <summary>Negative, and reported with the numbers of their rows: a value that nobody expected is not silently a negative one.</summary>
    Report,

    /// <summary>An error.</summary>
    Refuse,

    /// <summary>Negative, whatever they are.</summary>
    Negative,
}
