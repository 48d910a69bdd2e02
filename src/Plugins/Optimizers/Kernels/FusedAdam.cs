using MmoePipeline.Optimization;

namespace MmoePipeline.Plugins.Optimizers.Kernels;

/// <summary>libtorch's fused kernels of Adam, for which TorchSharp has no binding.</summary>
internal static class FusedAdam
{
    /// <summary>Adam, whose decay is a part of the gradient.</summary>
    public const string CoupledDecay = "_fused_adam_";

    /// <summary>AdamW, whose decay is beside the gradient.</summary>
    public const string DecoupledDecay = "_fused_adamw_";

    /// <summary>Makes the kernel, with the decaying means of gradients and of their squares as its state.</summary>
    /// <param name="fusedOperator">One of the two above.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="beta1">The decay rate of the mean of gradients.</param>
    /// <param name="beta2">The decay rate of the mean of squared gradients.</param>
    /// <param name="weightDecay">The decay.</param>
    /// <param name="epsilon">Added to the root of the mean of squares.</param>
    /// <param name="parameters">The parameters, each with a state.</param>
    public static TensorListKernel Create(
        string fusedOperator,
        double learningRate,
        double beta1,
        double beta2,
        double weightDecay,
        double epsilon,
        ImmutableArray<TrainableParameter> parameters) => new(
        $"""
        def step(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor],
                 steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float, epsilon: float):
            unused: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch.{fusedOperator}(parameters, gradients, means, squares, unused, steps, lr=learning_rate, beta1=beta1,
                       beta2=beta2, weight_decay=weight_decay, eps=epsilon, amsgrad=False, maximize=False)
            return steps[0]

        """,
        learningRate,
        [beta1, beta2, weightDecay, epsilon],
        [StateTensor.Filled("mean", 0), StateTensor.Filled("square", 0), StateTensor.Count("step")],
        parameters);
}
