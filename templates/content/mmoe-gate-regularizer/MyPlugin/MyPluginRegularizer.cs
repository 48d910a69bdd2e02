using MmoePipeline.Composition;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MyPlugin;

/// <summary>Penalises gates that are sure of themselves: the mean square of their weights.</summary>
/// <remarks>
/// <para>When to use it: say here what it is good for; the program shows it.</para>
/// </remarks>
[Plugin("my-plugin")]
public sealed class MyPluginRegularizer(MyPluginRegularizerOptions options) : GateRegularizer(nameof(MyPluginRegularizer))
{
    // Kept: TorchSharp does not keep the scalar of a plain number alive during a call.
    private readonly Scalar _weight = options.Weight;

    /// <inheritdoc/>
    public override torch.Tensor? Penalty(torch.Tensor logits, torch.Tensor weights) => weights.square().sum(-1).mean().mul(_weight);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _weight.Dispose();
        }

        base.Dispose(disposing);
    }
}
