using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling.Blocks;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.LossWeightings.Uncertainty;

/// <summary>Trains the weights: a task whose loss stays large is taken to be uncertain, and counts less.</summary>
/// <remarks>
/// <para>
/// Kendall, Gal, Cipolla: Multi-Task Learning Using Uncertainty to Weigh Losses, CVPR 2018, equation 10, with
/// <c>s = log(sigma^2)</c> and without the factor 1/2 for classification; the squared form is that of Liebel and Körner,
/// Auxiliary Tasks in Multi-task Learning, 2018, equation 5. Both start from a weight of one half or one: <c>s = 0</c>,
/// respectively <c>s = 1</c>.
/// </para>
/// <para>When to use it: losses of different size or noise, where no one knows what weights would be right.</para>
/// </remarks>
[Plugin("uncertainty")]
public sealed class UncertaintyWeighting(UncertaintyWeightingOptions options) : LossWeighting(nameof(UncertaintyWeighting))
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar One = 1;
    private static readonly Scalar Half = 0.5;

    private Parameter? _uncertainty;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        long[] shape = [site.Tasks.Length];
        _uncertainty = FreshParameter.From(
            options.Form == UncertaintyForm.LogVariance ? torch.zeros(shape) : torch.ones(shape), site.Device);
        register_parameter("uncertainty", _uncertainty);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) =>
        losses.dot(Weights()).add(
            options.Form == UncertaintyForm.LogVariance ? Uncertainty.sum() : Uncertainty.square().log1p().sum(), One);

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        return Weights().MoveToOuterDisposeScope();
    }

    private torch.Tensor Weights() => options.Form == UncertaintyForm.LogVariance
        ? Uncertainty.neg().exp()
        : Uncertainty.square().reciprocal().mul(Half);

    private Parameter Uncertainty =>
        _uncertainty ?? throw new InvalidOperationException($"{nameof(Attach)} comes before the first step.");
}
