using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Kernels;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.AdamW;

/// <summary>Adam with decoupled weight decay, which shrinks parameters beside the step.</summary>
/// <remarks>
/// <para>
/// Adam's step, and <c>w = w - lr decay w</c> before it: the decay does not pass through the means of the gradients.
/// Loshchilov, Hutter: Decoupled Weight Decay Regularization, ICLR 2019, algorithm 2, with the learning rate as in libtorch.
/// </para>
/// <para>When to use it: in place of Adam when the network learns the training rows by heart; it makes the weights smaller evenly.</para>
/// </remarks>
[Plugin("adamw")]
public sealed class AdamW(AdamWOptions options) : ParameterOptimizer
{
    // libtorch's fused kernel has no binding in TorchSharp.
    private const string Source =
        """
        def step(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor],
                 steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float, epsilon: float):
            unused: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch._fused_adamw_(parameters, gradients, means, squares, unused, steps, lr=learning_rate, beta1=beta1,
                       beta2=beta2, weight_decay=weight_decay, eps=epsilon, amsgrad=False, maximize=False)
            return steps[0]

        """;

    private readonly TensorListKernel _kernel = new(
        Source,
        options.LearningRate,
        [options.Beta1, options.Beta2, options.WeightDecay, options.Epsilon],
        [StateTensor.Filled("mean", 0), StateTensor.Filled("square", 0), StateTensor.Count("step")]);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, torch.Tensor> State => _kernel.State;

    /// <inheritdoc/>
    public override void Attach(IReadOnlyList<TrainedParameter> parameters) => _kernel.Attach(parameters);

    /// <inheritdoc/>
    public override void Step(double learningRateFactor) => _kernel.Step(learningRateFactor);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _kernel.Dispose();
        }
    }
}
