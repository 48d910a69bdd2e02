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
public sealed class Adam(AdamOptions options, OptimizerContext context) : ParameterOptimizer
{
    private readonly TensorListKernel _kernel = FusedAdam.Create(
        FusedAdam.CoupledDecay, options.Step.LearningRate, options.Step.Beta1, options.Step.Beta2, options.WeightDecay, options.Step.Epsilon, context.Parameters);

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
