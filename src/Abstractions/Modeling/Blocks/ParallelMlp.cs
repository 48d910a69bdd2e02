using MmoePipeline.Randomness;

namespace MmoePipeline.Modeling.Blocks;

/// <summary>
/// Multi-layer perceptrons of one shape side by side: an affine map and an activation function for each width.
/// </summary>
public sealed class ParallelMlp : torch.nn.Module
{
    private readonly FanOutLinear? _first;
    private readonly ImmutableArray<ParallelLinear> _rest;
    private readonly Activation _activation;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The prefix of the random streams' names.</param>
    /// <param name="count">The number of perceptrons.</param>
    /// <param name="inputWidth">The width of the input.</param>
    /// <param name="widths">The widths of the layers; with none, the perceptrons return their input.</param>
    /// <param name="activation">The function behind every layer.</param>
    /// <param name="sharedInput">Whether all read the same input, or one each.</param>
    /// <param name="random">The run's random streams.</param>
    /// <param name="device">Where the parameters live.</param>
    /// <exception cref="ArgumentException">No layers over a shared input: there is nothing to compute.</exception>
    public ParallelMlp(
        string name,
        int count,
        int inputWidth,
        ImmutableArray<int> widths,
        Activation activation,
        bool sharedInput,
        RandomStreams random,
        torch.Device device)
        : base(nameof(ParallelMlp))
    {
        if (sharedInput && widths.IsEmpty)
        {
            throw new ArgumentException("Perceptrons over a shared input need at least one layer.", nameof(widths));
        }

        _activation = activation;
        var rest = ImmutableArray.CreateBuilder<ParallelLinear>(widths.Length);
        for (int layer = 0; layer < widths.Length; layer++)
        {
            int width = layer == 0 ? inputWidth : widths[layer - 1];
            string layerName = $"{name}.{layer}";
            if (layer == 0 && sharedInput)
            {
                _first = new FanOutLinear(layerName, count, width, widths[layer], random, device);
                register_module($"{layer}", _first);
            }
            else
            {
                rest.Add(new ParallelLinear(layerName, count, width, widths[layer], random, device));
                register_module($"{layer}", rest[^1]);
            }
        }

        _rest = rest.ToImmutable();
        OutputWidth = widths.IsEmpty ? inputWidth : widths[^1];
    }

    /// <summary>The width of each perceptron's output.</summary>
    public int OutputWidth { get; }

    /// <summary>The number format in which the layers compute; input, output and parameters are float32.</summary>
    public MatrixPrecision Precision { get; init; }

    /// <summary>Computes all perceptrons.</summary>
    /// <param name="input">
    /// <c>[batch, input width]</c> where the input is shared, else <c>[count, batch, input width]</c>.
    /// </param>
    /// <returns><c>[count, batch, OutputWidth]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor hidden = Precision == MatrixPrecision.Bfloat16 ? input.to(torch.bfloat16) : input;
        hidden = _first is null ? hidden : _first.Forward(hidden, _activation).permute(1, 0, 2);
        foreach (ParallelLinear layer in _rest)
        {
            hidden = layer.Forward(hidden, _activation);
        }

        return hidden.to(input.dtype);
    }
}
