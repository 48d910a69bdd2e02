using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.Features.Lists;
using MmoePipeline.Randomness;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>
/// The weight of each event: a perceptron of the event's vector e, the target's t, and their product. The first layer is computed in parts, of which that of t is once for each row:
/// <c>W [e, t, e * t] = A e + B t + C (e * t)</c>; the difference <c>e - t</c>, which DIN's unit reads too, is a sum of the first two.
/// </summary>
internal sealed class ActivationUnit : torch.nn.Module
{
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

    /// <summary>The weights.</summary>
    /// <param name="list">The lists.</param>
    /// <param name="events"><c>[elements, width]</c>.</param>
    /// <param name="targets"><c>[batch, width]</c>.</param>
    /// <param name="maximumLength">How long a list can be.</param>
    /// <returns><c>[elements, 1]</c>.</returns>
    public torch.Tensor Weights(ListInput list, torch.Tensor events, torch.Tensor targets, int maximumLength)
    {
        long elements = list.Elements;
        torch.Tensor spread = list.Spread(targets);
        torch.Tensor ofTargets = list.Spread(torch.matmul(targets, _targets));
        if (!training)
        {
            // Products of one shape whatever the lists: libtorch may add up otherwise in another, and a row's last bits would depend on the other rows.
            long missing = (list.BatchSize * maximumLength) - elements;
            (events, spread, ofTargets) = (Pad(events, missing), Pad(spread, missing), Pad(ofTargets, missing));
        }

        torch.Tensor first = ofTargets + _bias + torch.matmul(events, _events) + torch.matmul(events * spread, _products);
        torch.Tensor hidden = _rest.Forward(_activation.Apply(first).unsqueeze(0));
        torch.Tensor scores = _output.Forward(hidden).squeeze(0).narrow(0, 0, elements);
        return _softmax ? Softmax(list, scores) : scores;
    }

    private static torch.Tensor Softmax(ListInput list, torch.Tensor scores)
    {
        torch.Tensor exponentials = (scores - list.Spread(ListPooling.Max(list, scores.detach()))).exp();
        return exponentials / list.Spread(list.Sum(exponentials));
    }

    private static torch.Tensor Pad(torch.Tensor rows, long missing) => torch.nn.functional.pad(rows, [0, 0, 0, missing]);
}
