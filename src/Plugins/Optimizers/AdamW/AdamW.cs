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
public sealed class AdamW(AdamWOptions options, OptimizerContext context) : ParameterOptimizer
{
    private readonly TensorListKernel _kernel = FusedAdam.Create(
        FusedAdam.DecoupledDecay, options.Step.LearningRate, options.Step.Beta1, options.Step.Beta2, options.WeightDecay, options.Step.Epsilon, context.Parameters);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, torch.Tensor> State => _kernel.State;

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
