using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>
/// Experts whose outputs have one distribution: a perceptron, then <c>swish(norm(x))</c>. Each expert reads the input through a
/// gate of its own over the input's values.
/// </summary>
/// <remarks>
/// Wang, Cao, Fu, Gai, Zhou: HoME: Hierarchy of Multi-Gate Experts for Multi-Task Learning at Kuaishou, arXiv:2408.05430, 2024:
/// "expert normalization and Swish", and the feature gate <c>x * 2 sigmoid(x B_n A_n)</c>, a low-rank map for each expert. The
/// normalization is over the batch (Ioffe and Szegedy, ICML 2015).
/// </remarks>
public sealed class NormalizedExperts : torch.nn.Module
{
    private readonly int _count;
    private readonly ParallelLinear? _narrow;
    private readonly ParallelLinear? _widen;
    private readonly ParallelMlp _hidden;
    private readonly ParallelLinear _last;
    private readonly BatchNormalization _norm;

    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private readonly Scalar _two = 2;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="options">Count, widths, and the feature gates' rank.</param>
    /// <param name="inputWidth">The width of the experts' input.</param>
    /// <param name="context">Random streams, device and precision.</param>
    public NormalizedExperts(string name, HomeOptions options, int inputWidth, ModelContext context)
        : base(nameof(NormalizedExperts))
    {
        _count = options.Count;
        if (options.FeatureGateRank > 0)
        {
            _narrow = new ParallelLinear($"{name}.narrow", _count, inputWidth, options.FeatureGateRank, context.Random, context.Device);
            _widen = new ParallelLinear($"{name}.widen", _count, options.FeatureGateRank, inputWidth, context.Random, context.Device);
            register_module("narrow", _narrow);
            register_module("widen", _widen);
        }

        _hidden = new ParallelMlp(
            $"{name}.hidden", _count, inputWidth, [.. options.Hidden.SkipLast(1)], Activation.Relu, sharedInput: false, context.Random, context.Device)
        {
            Precision = context.Precision,
        };
        _last = new ParallelLinear($"{name}.last", _count, _hidden.OutputWidth, options.Hidden[^1], context.Random, context.Device);
        _norm = new BatchNormalization(_count, options.Hidden[^1], context.Device);
        register_module("hidden", _hidden);
        register_module("last", _last);
        register_module("norm", _norm);
    }

    /// <summary>Computes the experts.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <returns><c>[count, batch, width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input)
    {
        torch.Tensor copies = input.expand(_count, -1, -1);
        torch.Tensor read = _narrow is null
            ? copies
            : copies * _widen!.Forward(_narrow.Forward(copies)).sigmoid().mul(_two);
        return Activation.Silu.Apply(_norm.Forward(_last.Forward(_hidden.Forward(read))));
    }
}
