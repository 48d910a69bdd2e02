namespace MmoePipeline.Plugins.LossWeightings.Uncertainty;

/// <summary>What the trained parameter of a task stands for.</summary>
public enum UncertaintyForm
{
    /// <summary>The logarithm of the variance: <c>exp(-s) L + s</c>.</summary>
    LogVariance,

    /// <summary>
    /// The standard deviation, which enters by its square: <c>L / (2 s^2) + log(1 + s^2)</c>. Neither the weight nor the
    /// regulating term can turn negative.
    /// </summary>
    Squared,
}
