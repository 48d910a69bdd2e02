namespace MmoePipeline.Modeling.Layers;

/// <summary>An activation function.</summary>
public enum Activation
{
    /// <summary><c>max(0, x)</c>.</summary>
    Relu,

    /// <summary><c>x Phi(x)</c>, with the normal distribution function (Hendrycks and Gimpel 2016).</summary>
    Gelu,

    /// <summary><c>x sigmoid(x)</c> (Elfwing et al. 2017).</summary>
    Silu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,
}
