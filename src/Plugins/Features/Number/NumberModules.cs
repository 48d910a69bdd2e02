using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Features.Statistics;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>A vector made of a number, and behind it the indicator of a missing one, where there is one.</summary>
/// <param name="name">The module's name.</param>
internal abstract class NumberModule(string name) : FeatureModule(name)
{
    /// <inheritdoc/>
    public override torch.Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables)
    {
        torch.Tensor vector = Embed(input.Values.narrow(1, 0, 1));
        return input.Values.size(1) == 1 ? vector : torch.cat([vector, input.Values.narrow(1, 1, 1)], 1);
    }

    /// <summary>Makes the vectors.</summary>
    /// <param name="numbers"><c>[batch, 1]</c>.</param>
    /// <returns><c>[batch, length]</c>.</returns>
    protected abstract torch.Tensor Embed(torch.Tensor numbers);
}

/// <summary>
/// <c>relu(W e + b)</c> with <c>e_t = (x - b_(t-1)) / (b_t - b_(t-1))</c>, cut to 0 below and 1 above each piece but for the open ends (Gorishniy et al. 2022, equation 1).
/// </summary>
internal sealed class PiecewiseLinearModule : NumberModule
{
    private readonly torch.Tensor _starts;
    private readonly torch.Tensor _widths;
    private readonly torch.Tensor _lows;
    private readonly torch.Tensor _highs;
    private readonly ParallelLinear _map;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">The length of the vector.</param>
    /// <param name="borders">Borders of the pieces, in ascending order; at least two.</param>
    /// <param name="context">What the module is built with.</param>
    public PiecewiseLinearModule(NumberFeatureOptions options, double[] borders, FeatureModuleContext context)
        : base(nameof(PiecewiseLinearModule))
    {
        int pieces = borders.Length - 1;
        _starts = Constant("starts", piece => borders[piece]);
        _widths = Constant("widths", piece => borders[piece + 1] - borders[piece]);
        _lows = Constant("lows", piece => piece == 0 ? -Standardisation.Largest : 0);
        _highs = Constant("highs", piece => piece == pieces - 1 ? Standardisation.Largest : 1);
        _map = new ParallelLinear($"{context.Name}.map", 1, pieces, options.VectorLength, context.Random, context.Device);
        register_module("map", _map);

        torch.Tensor Constant(string name, Func<int, double> value)
        {
            torch.Tensor constant = torch.tensor([.. Enumerable.Range(0, pieces).Select(piece => (float)value(piece))], device: context.Device).DetachFromDisposeScope();
            register_buffer(name, constant);
            return constant;
        }
    }

    /// <inheritdoc/>
    protected override torch.Tensor Embed(torch.Tensor numbers)
    {
        torch.Tensor encoded = torch.minimum(torch.maximum((numbers - _starts) / _widths, _lows), _highs);
        return _map.Forward(encoded.unsqueeze(0)).squeeze(0).relu();
    }
}

/// <summary><c>relu(W [sin(v), cos(v)] + b)</c> with <c>v = 2 pi c x</c> and trained frequencies c (Gorishniy et al. 2022, equation 2).</summary>
internal sealed class PeriodicModule : NumberModule
{
    private readonly Parameter _frequencies;
    private readonly ParallelLinear _map;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Frequencies and the length of the vector.</param>
    /// <param name="context">What the module is built with.</param>
    public PeriodicModule(NumberFeatureOptions options, FeatureModuleContext context)
        : base(nameof(PeriodicModule))
    {
        _frequencies = FreshParameter.From(context.Random.Open($"{context.Name}.frequencies").Normal([1, options.Components], options.FrequencyDeviation), context.Device);
        register_parameter("frequencies", _frequencies);
        _map = new ParallelLinear($"{context.Name}.map", 1, 2 * options.Components, options.VectorLength, context.Random, context.Device);
        register_module("map", _map);
    }

    /// <inheritdoc/>
    protected override torch.Tensor Embed(torch.Tensor numbers)
    {
        using Scalar turn = 2 * Math.PI;
        torch.Tensor angles = torch.matmul(numbers, _frequencies) * turn;
        return _map.Forward(torch.cat([angles.sin(), angles.cos()], 1).unsqueeze(0)).squeeze(0).relu();
    }
}

/// <summary>
/// <c>softmax((W h + alpha h) / temperature) M</c> with <c>h = leakyrelu(w x)</c> and meta-embeddings M (Guo et al. 2021, equations 5 to 7).
/// </summary>
internal sealed class AutoDisModule : NumberModule
{
    private const double Slope = 0.01;

    private readonly Scalar _temperature;
    private readonly Parameter _first;
    private readonly Parameter _second;
    private readonly Parameter _skip;
    private readonly Parameter _vectors;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Meta-embeddings, temperature and the length of the vector.</param>
    /// <param name="context">What the module is built with.</param>
    public AutoDisModule(NumberFeatureOptions options, FeatureModuleContext context)
        : base(nameof(AutoDisModule))
    {
        int count = options.Components;
        _temperature = options.Temperature;
        RandomStream stream = context.Random.Open($"{context.Name}.buckets");
        double bound = 1 / Math.Sqrt(count);
        _first = FreshParameter.From(stream.Uniform([1, count], -1, 1), context.Device);
        _second = FreshParameter.From(stream.Uniform([count, count], -bound, bound), context.Device);
        _skip = FreshParameter.From(torch.ones(1), context.Device);
        _vectors = FreshParameter.From(
            context.Random.Open($"{context.Name}.vectors").Normal([count, options.VectorLength], options.Embedding.InitialDeviation ?? 0.1), context.Device);
        register_parameter("first", _first);
        register_parameter("second", _second);
        register_parameter("skip", _skip);
        register_parameter("vectors", _vectors);
    }

    /// <inheritdoc/>
    protected override torch.Tensor Embed(torch.Tensor numbers)
    {
        torch.Tensor hidden = torch.nn.functional.leaky_relu(torch.matmul(numbers, _first), Slope);
        torch.Tensor scores = (torch.matmul(hidden, _second) + (_skip * hidden)) / _temperature;
        return torch.matmul(scores.softmax(1), _vectors);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _temperature.Dispose();
        }

        base.Dispose(disposing);
    }
}
