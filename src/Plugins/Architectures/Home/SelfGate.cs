using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using MmoePipeline.Modeling.Layers;
using TorchSharp;

namespace MmoePipeline.Plugins.Architectures.Home;

/// <summary>
/// Weighs a group's own experts among themselves, so that they learn something however little the mixture with others takes of
/// them.
/// </summary>
/// <remarks>
/// The self gate of HoME (see <see cref="Home"/>): a softmax over the experts, or with one expert a sigmoid; what it makes of them
/// is added to the mixture.
/// </remarks>
public sealed class SelfGate : torch.nn.Module
{
    private readonly FanOutLinear _logits;

    /// <summary>Draws the parameters.</summary>
    /// <param name="name">The random stream's name.</param>
    /// <param name="experts">The number of experts.</param>
    /// <param name="inputWidth">The width of the gate's input.</param>
    /// <param name="context">Random streams and device.</param>
    public SelfGate(string name, int experts, int inputWidth, ModelContext context)
        : base(nameof(SelfGate))
    {
        _logits = new FanOutLinear(name, 1, inputWidth, experts, context.Random, context.Device);
        register_module("logits", _logits);
    }

    /// <summary>Mixes the experts.</summary>
    /// <param name="input">What the gate reads: <c>[batch, input width]</c>.</param>
    /// <param name="outputs">The experts' outputs: <c>[experts, batch, width]</c>.</param>
    /// <returns><c>[batch, width]</c>.</returns>
    public torch.Tensor Forward(torch.Tensor input, torch.Tensor outputs)
    {
        torch.Tensor logits = _logits.Forward(input);
        torch.Tensor weights = outputs.size(0) == 1 ? logits.sigmoid() : Mixture.Weights(logits);
        return Mixture.Combine(weights, outputs).squeeze(0);
    }
}
