namespace MmoePipeline.Runs.Options.Data;

/// <summary>What becomes of features that seem to follow from a label.</summary>
public enum LeakPolicy
{
    /// <summary>A warning.</summary>
    Warn,

    /// <summary>The run doesn't start.</summary>
    Refuse,

    /// <summary>Nothing: they are not searched.</summary>
    Off,
}
