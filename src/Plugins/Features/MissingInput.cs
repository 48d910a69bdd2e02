namespace MmoePipeline.Plugins.Features;

/// <summary>What becomes of a row that has no value in a feature's column.</summary>
public enum MissingInput
{
    /// <summary>The row can't be used (<c>data.onBadRow</c>).</summary>
    Refuse,

    /// <summary>The feature's numbers are 0 for it, and its codes 0.</summary>
    Zeros,
}
