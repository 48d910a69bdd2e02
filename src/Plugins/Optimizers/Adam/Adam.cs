using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Kernels;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.Adam;

/// <summary>Adam: steps by the mean of gradients over the root of the mean of their squares.</summary>
/// <remarks>
/// <para>
/// <c>m = b1 m + (1 - b1) g</c>, <c>v = b2 v + (1 - b2) g^2</c>, and with both divided by what is missing from their weights,
/// <c>w = w - lr m / (sqrt(v) + epsilon)</c>. Kingma, Ba: Adam: A Method for Stochastic Optimization, ICLR 2015, algorithm 1.
/// </para>
/// <para>When to use it: as the first choice for networks with embeddings; its steps hardly depend on the gradients' size.</para>
/// </remarks>
[Plugin("adam")]
public sealed class Adam(AdamOptions options) : ParameterOptimizer
{
    // libtorch's fused kernel has no binding in TorchSharp.
    private const string Source =
        """
        def step(parameters: List[Tensor], gradients: List[Tensor], means: List[Tensor], squares: List[Tensor],
                 steps: List[Tensor], learning_rate: float, beta1: float, beta2: float, weight_decay: float, epsilon: float):
            unused: List[Tensor] = []
            torch._foreach_add_(steps, 1)
            torch._fused_adam_(parameters, gradients, means, squares, unused, steps, lr=learning_rate, beta1=beta1,
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
