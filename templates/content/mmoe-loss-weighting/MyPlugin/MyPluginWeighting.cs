using MmoePipeline.Composition;
using MmoePipeline.Losses;
using TorchSharp;

namespace MyPlugin;

/// <summary>Divides each loss by its running mean, so that all count the same.</summary>
/// <remarks>
/// <para>When to use it: say here what it is good for; the program shows it.</para>
/// </remarks>
[Plugin("my-plugin")]
public sealed class MyPluginWeighting : LossWeighting
{
    // Kept: TorchSharp does not keep the scalar of a plain number alive during a call.
    private readonly Scalar _kept;
    private readonly Scalar _new;
    private readonly torch.Tensor _mean;

    /// <summary>Creates the weighting.</summary>
    /// <param name="options">The options.</param>
    /// <param name="context">The tasks, and where the tensors live.</param>
    public MyPluginWeighting(MyPluginWeightingOptions options, LossWeightingContext context)
        : base(nameof(MyPluginWeighting))
    {
        _kept = options.Momentum;
        _new = 1 - options.Momentum;
        _mean = torch.ones(context.Tasks.Length, device: context.Device);
        register_buffer("mean", _mean);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses)
    {
        using (torch.no_grad())
        {
            _mean.mul_(_kept).add_(losses.detach(), _new);
        }

        return losses.dot(_mean.reciprocal());
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _mean.reciprocal();

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
