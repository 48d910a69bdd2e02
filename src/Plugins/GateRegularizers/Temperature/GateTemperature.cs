using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.Temperature;

/// <summary>Divides the gates' logits by a temperature, against collapse onto one expert.</summary>
/// <remarks>
/// <c>softmax(z / T)</c>, as in Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015, equation 1. It
/// acts in training and in prediction alike.
/// </remarks>
[Plugin("temperature")]
public sealed class GateTemperature(GateTemperatureOptions options) : GateRegularizer(nameof(GateTemperature))
{
    private readonly Scalar _scale = options.Scale;

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits) => logits.div(_scale);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scale.Dispose();
        }

        base.Dispose(disposing);
    }
}
