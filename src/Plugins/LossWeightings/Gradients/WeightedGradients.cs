using MathNet.Numerics.LinearAlgebra;
using MmoePipeline.Losses;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>
/// A gradient weighting whose combined gradient is a linear combination of the tasks' gradients, with weights that follow
/// from their inner products.
/// </summary>
/// <remarks>
/// The inner products, a matrix <c>[tasks, tasks]</c>, are computed where the gradients are and moved to the CPU once a step;
/// weights are solved for in double precision. Where gradients are not finite, the weights are NaN, so that the step is reported
/// as a numeric fault instead of something else being applied.
/// </remarks>
public abstract class WeightedGradients : GradientWeighting
{
    private const double LargestWeight = 1e30;

    private readonly torch.Tensor _weights;

    /// <summary>Creates the weighting.</summary>
    /// <param name="name">The module's name.</param>
    /// <param name="context">The tasks.</param>
    protected WeightedGradients(string name, LossWeightingContext context)
        : base(name)
    {
        _weights = torch.ones(context.Tasks.Length, device: context.Device);
        register_buffer("weights", _weights);
    }

    /// <inheritdoc/>
    public sealed override torch.Tensor Combine(TaskGradients gradients)
    {
        torch.Tensor matrix = Scaled(gradients.Samples[0]);
        Matrix<double> products = InnerProducts.Of(matrix);
        double[] weights = products.ForAll(double.IsFinite)
            ? Solve(products, gradients.Losses)
            : [.. Enumerable.Repeat(double.NaN, products.RowCount)];
        _weights.copy_(torch.tensor([.. weights.Select(Shown)], torch.float32, _weights.device));

        // The weight of a gradient of 1e-35 may be larger than a float32; its product with the gradient is not.
        return weights.Any(weight => Math.Abs(weight) > LargestWeight)
            ? torch.tensor(weights, torch.float64, _weights.device).matmul(matrix.to(torch.float64)).to(matrix.dtype)
            : _weights.matmul(matrix);
    }

    /// <inheritdoc/>
    public override torch.Tensor CurrentWeights() => _weights.clone();

    /// <summary>Finds the weights of a step.</summary>
    /// <param name="products"><c>[tasks, tasks]</c>: the inner products of the gradients, finite.</param>
    /// <param name="losses"><c>[tasks]</c>, where the gradients are.</param>
    /// <returns>A weight for each task; 0 for a task that is left out, because it has no gradient.</returns>
    protected abstract double[] Solve(Matrix<double> products, torch.Tensor losses);

    /// <summary>Scales the gradients beforehand; as they are unless overridden.</summary>
    /// <param name="gradients"><c>[tasks, shared parameters]</c>.</param>
    protected virtual torch.Tensor Scaled(torch.Tensor gradients) => gradients;

    private static double Shown(double weight) => double.IsNaN(weight) ? weight : Math.Clamp(weight, -float.MaxValue, float.MaxValue);
}
