namespace MmoePipeline.Plugins.Features.Hash;

/// <summary>What becomes of the two vectors of a value.</summary>
public enum HashCombination
{
    /// <summary>They are put one after the other: the feature is twice as wide as a vector.</summary>
    Concatenate,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their product, component by component.</summary>
    Product,
}
