using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>Euclidean norms of gradients, without waiting for the device.</summary>
internal static class GradientNorms
{
    private static readonly Scalar Smallest = float.Epsilon;

    /// <summary>The norm of each row. Rows are scaled by their largest value, because squares of 1e-20 and 1e20 have no float32.</summary>
    /// <param name="gradients"><c>[tasks, values]</c>, float32.</param>
    /// <returns><c>[tasks]</c>.</returns>
    public static torch.Tensor Of(torch.Tensor gradients)
    {
        torch.Tensor largest = gradients.abs().amax([1]).clamp_min(Smallest);
        return gradients.div(largest.unsqueeze(1)).square().sum(dim: 1).sqrt().mul(largest);
    }
}
