using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling.Layers;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using MmoePipeline.Plugins.LossWeightings.Solvers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.LossWeightings.Imtl;

/// <summary>Impartial learning: a step that has the same projection on every task's gradient.</summary>
/// <remarks>
/// Liu et al.: Towards Impartial Multi-task Learning, ICLR 2021. IMTL-G, equation 5: weights w with the sum 1 such that
/// <c>sum_k w_k g_k</c> has the same inner product with every <c>u_k = g_k / |g_k|</c>; a weight may be negative. They are
/// <c>w_k = v_k / |g_k|</c>, scaled to the sum 1, with <c>v = C^+ 1</c>, C being the cosines between the gradients. The pseudo-inverse leaves
/// out eigenvalues below 1e-12 of the largest, so that of dependent gradients the projections are as equal as they can be. Where these v
/// have no sum to scale, as with opposite gradients, the units count alike. A task whose gradient is zero, for instance without a labelled row in
/// the batch, is left out, of <c>s_k</c> too. IMTL-L,
/// equation 6, with <c>scaleLosses</c>: <c>sum_k exp(s_k) L_k - s_k</c> with trained s is what towers and gates descend, and the
/// shared gradients are scaled by <c>exp(s_k)</c>.
/// <para>
/// When to use it: no task should be favoured, whatever the sizes of gradients. Of more tasks than there are independent
/// gradients the weights grow large.
/// </para>
/// </remarks>
[Plugin("imtl")]
public sealed class Imtl : WeightedGradients
{
    /// <summary>A sum of weights below this part of what the units' own would be is rounding.</summary>
    private const double Vanishing = 1e-9;

    private readonly Parameter? _scales;

    /// <summary>Creates the weighting.</summary>
    public Imtl(ImtlOptions options, LossWeightingContext context)
        : base(nameof(Imtl), context)
    {
        if (options.ScaleLosses)
        {
            _scales = FreshParameter.From(torch.zeros(context.Tasks.Length), context.Device);
            register_parameter("scales", _scales);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) =>
        _scales is null ? losses.sum() : losses.dot(_scales.exp()).sub(_scales.sum());

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled) =>
        _scales is null ? losses.sum() : losses.dot(_scales.exp()).sub(_scales.mul(labelled).sum());

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor weights = base.CurrentWeights();
        return (_scales is null ? weights : weights.mul(_scales.exp())).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override torch.Tensor Scaled(torch.Tensor gradients) =>
        _scales is null ? gradients : gradients.mul(_scales.exp().unsqueeze(1));

    /// <inheritdoc/>
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses) => NonzeroGradients.Solve(products, (part, _) =>
    {
        double[] norms = UnitDiagonal.Norms(part);
        (double[] values, Matrix<double> vectors) = SymmetricEigenvalues.Of(UnitDiagonal.Cosines(part, norms));
        bool[] counts = UnitDiagonal.Counts(values);
        Vector<double> projected = vectors.Transpose() * Vector<double>.Build.Dense(norms.Length, 1);
        Vector<double> units = vectors * projected.MapIndexed((index, value) => counts[index] ? value / values[index] : 0, Zeros.Include);

        double[] weights = [.. units.Zip(norms, (unit, norm) => unit / norm)];
        return Math.Abs(weights.Sum()) > Vanishing * norms.Sum(norm => 1 / norm)
            ? Scaled(weights)
            : Scaled([.. norms.Select(norm => 1 / norm)]);
    });

    private static double[] Scaled(double[] weights)
    {
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }
}
