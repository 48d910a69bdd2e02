using MmoePipeline.Randomness;

namespace MmoePipeline.Modeling.Layers;

/// <summary>
/// Multi-layer perceptrons of one shape side by side: for each width an affine map, normalisation where it is asked for, an
/// activation function, and dropout where it is asked for.
/// </summary>
public sealed class ParallelMlp : torch.nn.Module
{
    private readonly FanOutLinear? _first;
    private readonly ImmutableArray<ParallelLinear> _rest;
    private readonly ImmutableArray<ParallelLayerNorm> _normalizations = [];
    private readonly Dropout? _dropout;
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
    /// <param name="normalization">How each layer's values are normalised.</param>
    /// <param name="dropout">The probability that a value behind a layer is left out while training, in [0, 1).</param>
    /// <exception cref="ArgumentException">No layers over a shared input: there is nothing to compute.</exception>
    public ParallelMlp(
        string name,
        int count,
        int inputWidth,
        ImmutableArray<int> widths,
        Activation activation,
        bool sharedInput,
        RandomStreams random,
        torch.Device device,
        Normalization normalization = Normalization.None,
        double dropout = 0)
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
        if (normalization == Normalization.Layer)
        {
            _normalizations = [.. widths.Select(width => new ParallelLayerNorm(count, width, device))];
            for (int layer = 0; layer < widths.Length; layer++)
            {
                register_module($"normalization{layer}", _normalizations[layer]);
            }
        }

        if (dropout > 0)
        {
            _dropout = new Dropout($"{name}.dropout", dropout, random, device);
            register_module("dropout", _dropout);
        }

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
        if (_dropout is not null || !_normalizations.IsEmpty)
        {
            return ShapedLayers(hidden).to(input.dtype);
        }

        hidden = _first is null ? hidden : _first.Forward(hidden, _activation).permute(1, 0, 2);
        foreach (ParallelLinear layer in _rest)
        {
            hidden = layer.Forward(hidden, _activation);
        }

        return hidden.to(input.dtype);
    }

    /// <summary>The layers with normalisation and dropout between them.</summary>
    private torch.Tensor ShapedLayers(torch.Tensor hidden)
    {
        int layer = 0;
        if (_first is not null)
        {
            hidden = Shape(_first.Forward(hidden).permute(1, 0, 2), layer++);
        }

        foreach (ParallelLinear linear in _rest)
        {
            hidden = Shape(linear.Forward(hidden), layer++);
        }

        return hidden;
    }

    private torch.Tensor Shape(torch.Tensor values, int layer)
    {
        torch.Tensor activated = _activation.Apply(
            _normalizations.IsEmpty ? values : _normalizations[layer].Forward(values));
        return _dropout is null ? activated : _dropout.Forward(activated);
    }
}
