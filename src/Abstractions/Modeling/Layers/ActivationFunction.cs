namespace MmoePipeline.Modeling.Layers;

/// <summary>Applies an <see cref="Activation"/>.</summary>
public static class ActivationFunction
{
    /// <summary>Applies the function to every element.</summary>
    /// <param name="activation">Which function.</param>
    /// <param name="input">Any shape.</param>
    /// <returns>The same shape.</returns>
    public static torch.Tensor Apply(this Activation activation, torch.Tensor input) => activation switch
    {
        Activation.Relu => input.relu(),
        Activation.Tanh => input.tanh(),
        _ => activation.ApplyInPlace(input),
    };

    /// <summary>
    /// Applies the function to every element and may overwrite <paramref name="input"/>. That saves memory traffic for a
    /// tensor with storage of its own; for a view it costs more than it saves, because the gradient is then copied back
    /// through the view.
    /// </summary>
    /// <param name="activation">Which function.</param>
    /// <param name="input">Any shape; not used by the caller afterwards.</param>
    /// <returns>The same shape.</returns>
    public static torch.Tensor ApplyInPlace(this Activation activation, torch.Tensor input) => activation switch
    {
        Activation.Relu => input.relu_(),
        Activation.Gelu => torch.nn.functional.gelu(input),
        Activation.Silu => torch.nn.functional.silu(input),
        Activation.Tanh => input.tanh_(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };
}
