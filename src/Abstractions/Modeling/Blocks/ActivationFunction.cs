namespace MmoePipeline.Modeling.Blocks;

/// <summary>Applies an <see cref="Activation"/>.</summary>
public static class ActivationFunction
{
    /// <summary>Applies the function to every element; may overwrite <paramref name="input"/>.</summary>
    /// <param name="activation">Which function.</param>
    /// <param name="input">Any shape; not used by the caller afterwards.</param>
    /// <returns>The same shape.</returns>
    public static torch.Tensor Apply(this Activation activation, torch.Tensor input) => activation switch
    {
        Activation.Relu => input.relu_(),
        Activation.Gelu => torch.nn.functional.gelu(input),
        Activation.Silu => torch.nn.functional.silu(input),
        Activation.Tanh => input.tanh_(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };
}
