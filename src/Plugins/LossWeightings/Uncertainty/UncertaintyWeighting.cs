using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.LossWeightings.Uncertainty;

/// <summary>Trains the weights: a task whose loss stays large is taken to be uncertain, and counts less.</summary>
/// <remarks>
/// <para>
/// Kendall, Gal, Cipolla: Multi-Task Learning Using Uncertainty to Weigh Losses, CVPR 2018, equation 10, with
/// <c>s = log(sigma^2)</c>. The form <c>log-variance</c>, <c>exp(-s) L + s</c>, is twice the paper's form for regression,
/// <c>exp(-s) L / 2 + s / 2</c>, for every task; the paper's form for classification is <c>exp(-s) L + s / 2</c>, which has the weight 1 at half
/// the loss. LibMTL takes <c>exp(-s) L / 2 + s / 2</c> for all. The squared form is that of Liebel and Körner, Auxiliary Tasks in Multi-task
/// Learning, 2018, equation 5. <c>log-variance</c> starts with <c>s = 0</c>, a weight of 1, and <c>squared</c> with <c>s = 1</c>, a weight of 1/2.
/// </para>
/// <para>
/// A task without a labelled row in the batch, or with a loss of 0, is left out of the step, its term in <c>s</c> too: without a loss that holds it,
/// that term would let the weight grow from step to step.
/// </para>
/// <para>When to use it: losses of different size or noise, where no one knows what weights would be right.</para>
/// </remarks>
[Plugin("uncertainty")]
public sealed class UncertaintyWeighting : LossWeighting
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar One = 1;
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar Zero = 0;

    private readonly UncertaintyForm _form;
    private readonly Parameter _uncertainty;

    /// <summary>Creates the weighting.</summary>
    public UncertaintyWeighting(UncertaintyWeightingOptions options, LossWeightingContext context)
        : base(nameof(UncertaintyWeighting))
    {
        _form = options.Form;
        long[] shape = [context.Tasks.Length];
        _uncertainty = FreshParameter.From(
            _form == UncertaintyForm.LogVariance ? torch.zeros(shape) : torch.ones(shape), context.Device);
        register_parameter("uncertainty", _uncertainty);
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) => Combine(losses, torch.ones_like(losses.detach()));

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled)
    {
        torch.Tensor regulating = _form == UncertaintyForm.LogVariance ? _uncertainty : _uncertainty.square().log1p();
        return losses.dot(Weights()).add(regulating.mul(labelled.mul(losses.detach().ne(Zero))).sum(), One);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        return Weights().MoveToOuterDisposeScope();
    }

    private torch.Tensor Weights() => _form == UncertaintyForm.LogVariance
        ? _uncertainty.neg().exp()
        : _uncertainty.square().reciprocal().mul(Half);
}
