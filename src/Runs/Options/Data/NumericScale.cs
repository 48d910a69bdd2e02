namespace MmoePipeline.Runs.Options.Data;

/// <summary>How numeric features are read before they are standardised.</summary>
public enum NumericScale
{
    /// <summary>As log(1 + x): for amounts and counts, which are seldom large and never negative.</summary>
    Logarithm,

    /// <summary>As they are.</summary>
    Linear,
}
