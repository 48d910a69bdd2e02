using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Layers;

/// <summary>
/// Layer normalisation of values side by side: <c>(x - mean) / sqrt(variance + 1e-5) * scale + shift</c> over the last dimension,
/// each with a scale and a shift of its own (Ba, Kiros, Hinton: Layer Normalization, 2016, equation 3).
/// </summary>
public sealed class ParallelLayerNorm : torch.nn.Module, IParallelUnits
{
    private const double Epsilon = 1e-5;

    private readonly long[] _width;

    /// <summary>Starts with scale 1 and shift 0.</summary>
    /// <param name="count">How many are side by side.</param>
    /// <param name="width">The width of each.</param>
    /// <param name="device">Where the parameters live.</param>
    public ParallelLayerNorm(int count, int width, torch.Device device)
        : base(nameof(ParallelLayerNorm))
    {
        _width = [width];
        Scale = FreshParameter.From(torch.ones(count, 1, width), device);
        Shift = FreshParameter.From(torch.zeros(count, 1, width), device);
        register_parameter("scale", Scale);
        register_parameter("shift", Shift);
    }

    /// <summary><c>[count, 1, width]</c>.</summary>
    public Parameter Scale { get; }

    /// <summary><c>[count, 1, width]</c>.</summary>
    public Parameter Shift { get; }

    /// <inheritdoc/>
    public int Units => (int)Scale.size(0);

    /// <inheritdoc/>
    public torch.Tensor PerUnit(torch.Tensor values) => values;

    /// <summary>Normalises, in the input's number format.</summary>
    /// <param name="input"><c>[count, batch, width]</c>.</param>
    /// <returns>The same shape.</returns>
    public torch.Tensor Forward(torch.Tensor input) =>
        torch.nn.functional.layer_norm(input, _width, null, null, Epsilon) * Scale.to(input.dtype) + Shift.to(input.dtype);
}
