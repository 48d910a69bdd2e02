using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Composition;
using MmoePipeline.Losses;
using MmoePipeline.Modeling.Blocks;
using MmoePipeline.Plugins.LossWeightings.Gradients;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.LossWeightings.Imtl;

/// <summary>Impartial learning: a step that has the same projection on every task's gradient.</summary>
/// <remarks>
/// Liu et al.: Towards Impartial Multi-task Learning, ICLR 2021. IMTL-G, equation 5: weights w with the sum 1 such that
/// <c>sum_k w_k g_k</c> has the same inner product with every <c>u_k = g_k / |g_k|</c>; a weight may be negative. Where gradients
/// are parallel and the weights are not unique, the ones of smallest norm are taken for all tasks but the first. IMTL-L,
/// equation 6, with <c>scaleLosses</c>: <c>sum_k exp(s_k) L_k - s_k</c> with trained s is what towers and gates descend, and the
/// shared gradients are scaled by <c>exp(s_k)</c>.
/// <para>
/// When to use it: no task should be favoured, whatever the sizes of gradients. Of more tasks than there are independent
/// gradients the weights grow large.
/// </para>
/// </remarks>
[Plugin("imtl")]
public sealed class Imtl(ImtlOptions options) : WeightedGradients(nameof(Imtl))
{
    private Parameter? _scales;

    /// <inheritdoc/>
    public override void Attach(LossWeightingSite site)
    {
        base.Attach(site);
        if (options.ScaleLosses)
        {
            _scales = FreshParameter.From(torch.zeros(site.Tasks.Length), site.Device);
            register_parameter("scales", _scales);
        }
    }

    /// <inheritdoc/>
    public override torch.Tensor Combine(torch.Tensor losses) =>
        _scales is null ? losses.sum() : losses.dot(_scales.exp()).sub(_scales.sum());

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
    protected override double[] Solve(Matrix<double> products, torch.Tensor losses)
    {
        int others = products.RowCount - 1;
        if (others == 0)
        {
            return [1];
        }

        double[] norms = [.. products.Diagonal().Select(square => square > 0 ? Math.Sqrt(square) : 1)];

        // (g_1 - sum_k w_k (g_1 - g_k)) . (u_1 - u_j) = 0 for every j: as many equations as weights besides the first.
        double Product(int gradient, int unit) => (products[gradient, 0] / norms[0]) - (products[gradient, unit] / norms[unit]);
        var matrix = Matrix<double>.Build.Dense(others, others, (row, column) => Product(0, row + 1) - Product(column + 1, row + 1));
        var right = Vector<double>.Build.Dense(others, row => Product(0, row + 1));
        if (matrix.Enumerate().All(value => value == 0))
        {
            return [1, .. right];
        }

        Vector<double> weights = matrix.PseudoInverse() * right;
        return [1 - weights.Sum(), .. weights];
    }
}
