using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MyPlugin;

/// <summary>Divides each loss by its running mean, so that all count the same.</summary>
/// <remarks>
/// <para>When to use it: say here what it is good for; the program shows it.</para>
/// </remarks>
[Plugin("my-plugin")]
public sealed class MyPluginWeighting(MyPluginWeightingOptions options) : LossWeighting(nameof(MyPluginWeighting))
{
    // Kept: TorchSharp does not keep the scalar of a plain number alive during a call.
    private readonly Scalar _kept = options.Momentum;
    private readonly Scalar _new = 1 - options.Momentum;
    private torch.Tensor? _mean;

    private torch.Tensor Mean => _mean ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        _mean = torch.ones(site.Tasks.Length, device: site.Device);
        register_buffer("mean", _mean);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        using (torch.no_grad())
        {
            Mean.mul_(_kept).add_(losses.detach(), _new);
        }

        return losses.dot(Mean.reciprocal());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => Mean.reciprocal();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kept.Dispose();
            _new.Dispose();
        }

        base.Dispose(disposing);
    }
}
