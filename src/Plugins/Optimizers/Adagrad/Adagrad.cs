using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Kernels;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.Adagrad;

/// <summary>Adagrad: steps by the gradient over the root of the sum of all squared gradients.</summary>
/// <remarks>
/// <para>
/// <c>s = s + g^2</c>, <c>w = w - lr g / (sqrt(s) + epsilon)</c>. Duchi, Hazan, Singer: Adaptive Subgradient Methods for Online
/// Learning and Stochastic Optimization, JMLR 2011, figure 1 with diagonal matrices and no regularizer.
/// </para>
/// <para>When to use it: for sparse features, whose embeddings keep large steps because they are seen seldom.</para>
/// </remarks>
[Plugin("adagrad")]
public sealed class Adagrad(AdagradOptions options, OptimizerContext context) : ParameterOptimizer
{
    private const string Source =
        """
        def step(parameters: List[Tensor], gradients: List[Tensor], sums: List[Tensor],
                 learning_rate: float, epsilon: float, weight_decay: float):
            changes = torch._foreach_add(gradients, parameters, alpha=weight_decay)
            torch._foreach_addcmul_(sums, changes, changes, 1.0)
            roots = torch._foreach_sqrt(sums)
            torch._foreach_add_(roots, epsilon)
            torch._foreach_addcdiv_(parameters, changes, roots, -learning_rate)
            return gradients[0]

        """;

    private readonly TensorListKernel _kernel = new(
        Source,
        options.LearningRate,
        [options.Epsilon, options.WeightDecay],
        [StateTensor.Filled("sum", options.InitialSum)],
        context.Parameters);

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
