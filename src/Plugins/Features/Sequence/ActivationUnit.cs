using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>
/// The weight of each event: a perceptron of the event's vector e, the target's t, and their product. The first layer is <c>A e + B t + C (e * t)</c>; the difference
/// <c>e - t</c>, which DIN's unit reads too, is a sum of the first two. It is computed as <c>(A + C diag(t)) e + B t</c>, whose matrix is the same for all events of a row: half the
/// products, and no vector of products in memory.
/// </summary>
internal sealed class ActivationUnit : torch.nn.Module
{
    /// <summary>The score of places behind a list's end: no weight is left to them, and an empty list gives no number that is not finite.</summary>
    private const double Behind = -1e9;

    private readonly Parameter _events;
    private readonly Parameter _targets;
    private readonly Parameter _products;
    private readonly Parameter _bias;
    private readonly Activation _activation;
    private readonly bool _softmax;
    private readonly ParallelMlp _rest;
    private readonly ParallelLinear _output;

    /// <summary>Draws the parameters.</summary>
    /// <param name="options">Hidden layers.</param>
    /// <param name="width">The width of the target's vector.</param>
    /// <param name="context">What the module is built with.</param>
    public ActivationUnit(SequenceFeatureOptions options, int width, FeatureModuleContext context)
        : base(nameof(ActivationUnit))
    {
        (_activation, _softmax) = (options.AttentionActivation, options.AttentionSoftmax);
        int hidden = options.AttentionHidden[0];
        RandomStream stream = context.Random.Open($"{context.Name}.unit");
        double bound = 1 / Math.Sqrt(3 * width);
        _events = Draw("events", [width, hidden]);
        _targets = Draw("targets", [width, hidden]);
        _products = Draw("products", [width, hidden]);
        _bias = Draw("bias", [hidden]);
        _rest = new ParallelMlp(
            $"{context.Name}.unit.rest", 1, hidden, options.AttentionHidden[1..], _activation, sharedInput: false, context.Random, context.Device);
        _output = new ParallelLinear($"{context.Name}.unit.output", 1, options.AttentionHidden[^1], 1, context.Random, context.Device);
        register_module("rest", _rest);
        register_module("output", _output);

        Parameter Draw(string name, long[] shape)
        {
            Parameter parameter = FreshParameter.From(stream.Uniform(shape, -bound, bound), context.Device);
            register_parameter(name, parameter);
            return parameter;
        }
    }

    /// <summary>The weighted sum of events.</summary>
    /// <param name="events">The events as a block: <c>[batch, length, width of an event]</c>.</param>
    /// <param name="compared">Of them what is compared with the targets: <c>[batch, length, width]</c>.</param>
    /// <param name="targets"><c>[batch, width]</c>.</param>
    /// <param name="isBehind">Which places are behind a list's end: <c>[batch, length]</c>; null for none.</param>
    /// <returns><c>[batch, width of an event]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor events, torch.Tensor compared, torch.Tensor targets, torch.Tensor? isBehind)
    {
        (long batch, long length) = (events.size(0), events.size(1));
        torch.Tensor ofRows = _events + (targets.unsqueeze(2) * _products);

        // The added one is the last of the three here, other than in libtorch.
        torch.Tensor first = torch.baddbmm(compared, ofRows, (torch.matmul(targets, _targets) + _bias).unsqueeze(1), 1, 1);
        torch.Tensor hidden = _rest.Forward(_activation.ApplyInPlace(first).view(1, batch * length, -1));
        torch.Tensor scores = _output.Forward(hidden).view(batch, length);
        torch.Tensor weights = _softmax ? (isBehind is null ? scores : scores.masked_fill(isBehind, Behind)).softmax(1) : scores;
        weights = isBehind is null ? weights : weights.masked_fill(isBehind, 0);
        return torch.bmm(weights.unsqueeze(1), events).squeeze(1);
    }
}
