namespace MmoePipeline.Modeling.Gates;

/// <summary>What gates read.</summary>
public enum GateInputSource
{
    /// <summary>What the experts read: the output of the shared layers, or the embedded input where there are none.</summary>
    Shared,

    /// <summary>The embedded input, before shared layers.</summary>
    Embedding,

    /// <summary>The embedded columns of some fields only.</summary>
    Fields,
}
