using MmoePipeline.Composition;
using MmoePipeline.Optimization;
using MmoePipeline.Plugins.Optimizers.Kernels;
using TorchSharp;

namespace MmoePipeline.Plugins.Optimizers.Sgd;

/// <summary>Stochastic gradient descent, with momentum and Nesterov's variant of it.</summary>
/// <remarks>
/// <para>
/// <c>v = momentum v + g</c>, <c>w = w - lr v</c>, or with Nesterov's variant <c>w = w - lr (g + momentum v)</c>. Sutskever,
/// Martens, Dahl, Hinton: On the importance of initialization and momentum in deep learning, ICML 2013, equations 1 to 4, in
/// libtorch's form, where the learning rate is outside <c>v</c>.
/// </para>
/// <para>When to use it: for comparison, or with a schedule when Adam's solution generalises badly; the rate needs care.</para>
/// </remarks>
[Plugin("sgd")]
public sealed class Sgd(SgdOptions options, OptimizerContext context) : ParameterOptimizer
{
    private readonly TensorListKernel _kernel = new(
        Source(options),
        options.LearningRate,
        [options.Momentum, options.WeightDecay],
        options.Momentum > 0 ? [StateTensor.Filled("momentum", 0)] : [],
        context.Parameters);

    private static string Source(SgdOptions options)
    {
        bool hasMomentum = options.Momentum > 0;
        IEnumerable<string?> lines =
        [
            "def step(parameters: List[Tensor], gradients: List[Tensor],",
            hasMomentum ? "         momenta: List[Tensor]," : null,
            "         learning_rate: float, momentum: float, weight_decay: float):",
            options.WeightDecay > 0
                ? "    changes = torch._foreach_add(gradients, parameters, alpha=weight_decay)"
                : "    changes = gradients",
            hasMomentum ? "    torch._foreach_mul_(momenta, momentum)" : null,
            hasMomentum ? "    torch._foreach_add_(momenta, changes)" : null,
            options.Nesterov ? "    changes = torch._foreach_add(changes, momenta, alpha=momentum)"
                : hasMomentum ? "    changes = momenta"
                : null,
            "    torch._foreach_add_(parameters, changes, alpha=-learning_rate)",
            "    return gradients[0]",
        ];
        return string.Join('\n', lines.OfType<string>()) + "\n";
    }

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
