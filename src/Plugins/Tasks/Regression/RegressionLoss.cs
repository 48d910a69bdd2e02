namespace MmoePipeline.Plugins.Tasks.Regression;

/// <summary>How far a prediction z is from a label y.</summary>
public enum RegressionLoss
{
    /// <summary><c>(z - y)^2</c>.</summary>
    Squared,

    /// <summary><c>(z - y)^2 / 2</c> up to a distance of delta, and <c>delta (|z - y| - delta / 2)</c> beyond.</summary>
    Huber,

    /// <summary><c>(z - log(1 + y))^2</c>; what is predicted for y is <c>exp(z) - 1</c>.</summary>
    Log,
}
