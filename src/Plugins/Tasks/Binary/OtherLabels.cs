namespace MmoePipeline.Plugins.Tasks.Binary;

/// <summary>What labels of a binary task are that are neither its positive label nor a negative one.</summary>
public enum OtherLabels
{
    /// <summary>An error: a value that nobody expected is not silently a negative one.</summary>
    Refuse,

    /// <summary>Negative, whatever they are.</summary>
    Negative,
}
