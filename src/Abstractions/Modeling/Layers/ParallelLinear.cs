using MmoePipeline.Randomness;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Layers;

/// <summary>Affine maps side by side that read an input each, as one batched matrix product.</summary>
/// <remarks>The start is that of <see cref="FanOutLinear"/>.</remarks>
public sealed class ParallelLinear : torch.nn.Module, IParallelUnits
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read, the more so as
    // other threads allocate during the call.
    private static readonly Scalar One = 1;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The random stream's name.</param>
    /// <param name="count">The number of maps.</param>
    /// <param name="inputWidth">The width of each map's input.</param>
    /// <param name="outputWidth">The width of each map's output.</param>
    /// <param name="random">The run's random streams.</param>
    /// <param name="device">Where the parameters live.</param>
    public ParallelLinear(
        string name, int count, int inputWidth, int outputWidth, RandomStreams random, torch.Device device)
        : base(nameof(ParallelLinear))
    {
        RandomStream stream = random.Open(name);
        double bound = 1 / Math.Sqrt(inputWidth);
        Weight = FreshParameter.From(stream.Uniform([count, inputWidth, outputWidth], -bound, bound), device);
        Bias = FreshParameter.From(stream.Uniform([count, 1, outputWidth], -bound, bound), device);
        register_parameter("weight", Weight);
        register_parameter("bias", Bias);
    }

    /// <summary><c>[count, input width, output width]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[count, 1, output width]</c>.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public int Units => (int)Weight.size(0);

    /// <inheritdoc/>
    public torch.Tensor PerUnit(torch.Tensor values) => values;

    /// <summary>Computes all maps, in the input's number format.</summary>
    /// <param name="input"><c>[count, batch, input width]</c>.</param>
    /// <returns><c>[count, batch, output width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input) =>
        torch.bmm(input, Weight.to(input.dtype)).add_(Bias.to(input.dtype), One);

    /// <summary>Computes all maps and an activation function behind them, in the input's number format.</summary>
    /// <param name="input"><c>[count, batch, input width]</c>.</param>
    /// <param name="activation">The function.</param>
    /// <returns><c>[count, batch, output width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input, Activation activation) => activation.ApplyInPlace(Forward(input));
}
