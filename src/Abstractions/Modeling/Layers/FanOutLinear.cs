using MmoePipeline.Randomness;
using TorchSharp.Modules;

namespace MmoePipeline.Modeling.Layers;

/// <summary>
/// Affine maps side by side that read the same input, as one matrix product over the weights of all of them.
/// </summary>
/// <remarks>
/// Weights and biases start uniform in <c>[-1/sqrt(in), 1/sqrt(in))</c>, the usual start of a linear layer (LeCun et al.
/// 1998, "Efficient BackProp", section 4.6, up to a constant), each map with draws of its own.
/// </remarks>
public sealed class FanOutLinear : torch.nn.Module, IParallelUnits
{
    private readonly int _count;
    private readonly int _outputWidth;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The random stream's name.</param>
    /// <param name="count">The number of maps.</param>
    /// <param name="inputWidth">The width of the input.</param>
    /// <param name="outputWidth">The width of each map's output.</param>
    /// <param name="random">The run's random streams.</param>
    /// <param name="device">Where the parameters live.</param>
    public FanOutLinear(
        string name, int count, int inputWidth, int outputWidth, RandomStreams random, torch.Device device)
        : base(nameof(FanOutLinear))
    {
        (_count, _outputWidth) = (count, outputWidth);
        RandomStream stream = random.Open(name);
        double bound = 1 / Math.Sqrt(inputWidth);
        Weight = FreshParameter.From(stream.Uniform([inputWidth, count * outputWidth], -bound, bound), device);
        Bias = FreshParameter.From(stream.Uniform([count * outputWidth], -bound, bound), device);
        register_parameter("weight", Weight);
        register_parameter("bias", Bias);
    }

    /// <summary><c>[input width, count * output width]</c>: the columns of one map after those of another.</summary>
    public Parameter Weight { get; }

    /// <summary><c>[count * output width]</c>.</summary>
    public Parameter Bias { get; }

    /// <inheritdoc/>
    public int Units => _count;

    /// <inheritdoc/>
    public torch.Tensor PerUnit(torch.Tensor values) =>
        values.dim() == 1 ? values.view(_count, _outputWidth) : values.view(-1, _count, _outputWidth).transpose(0, 1);

    /// <summary>Computes all maps, in the input's number format.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <returns><c>[batch, count, output width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input) => Split(Product(input));

    /// <summary>Computes all maps and an activation function behind them, in the input's number format.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <param name="activation">The function.</param>
    /// <returns><c>[batch, count, output width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input, Activation activation) =>
        Split(activation.ApplyInPlace(Product(input)));

    private torch.Tensor Product(torch.Tensor input) =>
        torch.addmm(Bias.to(input.dtype), input, Weight.to(input.dtype), 1, 1);

    private torch.Tensor Split(torch.Tensor rows) => rows.view(-1, _count, _outputWidth);
}
