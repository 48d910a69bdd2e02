using MmoePipeline.Randomness;
using TorchSharp;

namespace MmoePipeline.Plugins.LossWeightings.Gradients;

/// <summary>Random orders of tasks.</summary>
internal static class TaskOrders
{
    /// <summary>Draws for each task an order in which to visit all tasks: <c>orders[task][place]</c>.</summary>
    public static int[][] Draw(RandomStream stream, int tasks)
    {
        using torch.Tensor drawn = stream.Uniform([tasks, tasks]);
        float[] keys = [.. drawn.data<float>()];
        return
        [
            .. Enumerable.Range(0, tasks).Select(task =>
                Enumerable.Range(0, tasks).OrderBy(other => keys[(task * tasks) + other]).ToArray()),
        ];
    }
}
