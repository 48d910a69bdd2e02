namespace MmoePipeline.Plugins.Features.Time;

/// <summary>What the parts of a time are encoded as.</summary>
public enum TimeEncoding
{
    /// <summary>Two numbers a part: sine and cosine of its angle on a circle, so that 23 o'clock is next to 0 o'clock.</summary>
    Cyclic,

    /// <summary>A vector for each value of a part.</summary>
    Categories,
}
