using MmoePipeline.Configuration;
using MmoePipeline.Construction;
using MmoePipeline.Modeling.Layers;

namespace MmoePipeline.Modeling.Gates;

/// <summary>
/// Gates side by side that read the same input and weigh the same experts: <c>softmax(W_k x)</c> for each task k (Ma et
/// al., KDD 2018, equation 6), or a small network in the place of <c>W_k</c>.
/// </summary>
public sealed class GateBank : torch.nn.Module
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar One = 1;

    private readonly GateOptions _options;
    private readonly FanOutLinear _first;
    private readonly ImmutableArray<ParallelLinear> _rest;
    private readonly ImmutableArray<GateRegularizer> _regularizers;
    private readonly ImmutableArray<string> _gates;
    private readonly ImmutableArray<string> _experts;

    /// <summary>Initialises the parameters and constructs the regularizers.</summary>
    /// <param name="name">The bank's name, unique within the network: the prefix of the random streams' names.</param>
    /// <param name="options">Hidden layers and regularizers.</param>
    /// <param name="gates">The gates' names: the tasks they serve.</param>
    /// <param name="experts">The experts' names.</param>
    /// <param name="inputWidth">The width of the gates' input.</param>
    /// <param name="context">Random streams, device and activator.</param>
    /// <exception cref="BadInputException">The regularizers make no sense together or in their order.</exception>
    public GateBank(
        string name,
        GateOptions options,
        ImmutableArray<string> gates,
        ImmutableArray<string> experts,
        int inputWidth,
        ModelContext context)
        : base(nameof(GateBank))
    {
        (_options, _gates, _experts) = (options, gates, experts);
        ImmutableArray<int> widths = [.. options.Hidden, experts.Length];
        _first = new FanOutLinear($"{name}.0", gates.Length, inputWidth, widths[0], context.Random, context.Device);
        _rest = [.. options.Hidden.Select((width, layer) => new ParallelLinear(
            $"{name}.{layer + 1}", gates.Length, width, widths[layer + 1], context.Random, context.Device))];
        register_module("0", _first);
        for (int layer = 0; layer < _rest.Length; layer++)
        {
            register_module($"{layer + 1}", _rest[layer]);
        }

        _regularizers = [.. options.Regularizers.Select((slot, index) => context.Activator.Create(slot, new GateContext
        {
            Name = $"{name}.regularizers.{index}",
            Path = slot.Path,
            InputWidth = inputWidth,
            Bank = this,
            Gates = gates,
            Experts = experts.Length,
            Hidden = options.Hidden,
            Parameters = [_first.Weight, _first.Bias, .. _rest.SelectMany(layer => new[] { layer.Weight, layer.Bias })],
            Random = context.Random,
            Device = context.Device,
        }))];
        for (int index = 0; index < _regularizers.Length; index++)
        {
            register_module($"regularizer{index}", _regularizers[index]);
            if (_regularizers[index].children().Contains(this))
            {
                // TorchSharp registers modules in fields, and a network in a circle overflows the stack.
                throw new PluginException(
                    Slot(index).Plugin, Slot(index).Path, "keeps its bank of gates in a field; it has to keep the context and read Bank from it");
            }
        }

        GateOrder.Check([.. options.Regularizers.Zip(_regularizers, (slot, regularizer) =>
            (slot.Plugin.Name, slot.Path, regularizer.Effects))]);
    }

    /// <summary>Weighs the experts.</summary>
    /// <param name="input"><c>[batch, input width]</c>.</param>
    /// <param name="trace">Gets the weights; null for none.</param>
    /// <param name="penalty">The sum of the regularizers' penalties in a training pass; null where there is none.</param>
    /// <returns>Weights <c>[batch, gates, experts]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input, ForwardTrace? trace, out torch.Tensor? penalty)
    {
        foreach (GateRegularizer regularizer in _regularizers)
        {
            input = regularizer.OnInput(input);
        }

        torch.Tensor logits = Logits(input);
        foreach (GateRegularizer regularizer in _regularizers)
        {
            logits = regularizer.OnLogits(logits);
        }

        torch.Tensor weights = Mixture.Weights(logits);
        for (int index = 0; index < _regularizers.Length; index++)
        {
            weights = _regularizers[index].OnWeights(weights);
            RequireShape(index, weights, input.size(0));
            FiniteValues.Require(weights, trace, Slot(index).Plugin, Slot(index).Path, "leaves weights with");
        }

        trace?.Add(new GateActivation(_gates, _experts, weights));
        penalty = training ? Penalty(logits, weights, trace) : null;
        return weights;
    }

    private torch.Tensor Logits(torch.Tensor input)
    {
        if (_rest.IsEmpty)
        {
            return _first.Forward(input);
        }

        torch.Tensor hidden = _first.Forward(input).permute(1, 0, 2);
        for (int layer = 0; layer < _rest.Length; layer++)
        {
            foreach (GateRegularizer regularizer in _regularizers)
            {
                hidden = regularizer.OnHidden(hidden, layer);
            }

            hidden = _rest[layer].Forward(_options.Activation.Apply(hidden));
        }

        return hidden.permute(1, 0, 2);
    }

    private torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights, ForwardTrace? trace)
    {
        torch.Tensor? sum = null;
        for (int index = 0; index < _regularizers.Length; index++)
        {
            if (_regularizers[index].Penalty(logits, weights) is { } penalty)
            {
                FiniteValues.Require(penalty, trace, Slot(index).Plugin, Slot(index).Path, "gives a penalty of");
                sum = sum is null ? penalty : sum.add(penalty, One);
            }
        }

        return sum;
    }

    private PluginSlot<GateRegularizer> Slot(int index) => _options.Regularizers[index];

    private void RequireShape(int index, torch.Tensor weights, long rows)
    {
        if (weights.Dimensions != 3 || weights.size(0) != rows || weights.size(1) != _gates.Length || weights.size(2) != _experts.Length)
        {
            throw new PluginException(
                PluginCodes.WrongShape,
                Slot(index).Plugin,
                Slot(index).Path,
                $"leaves weights of shape [{string.Join(", ", weights.shape)}], expected [{rows}, {_gates.Length}, {_experts.Length}]: "
                + "rows, gates, experts");
        }
    }
}
