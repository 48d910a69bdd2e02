using MmoePipeline.Composition;

namespace MmoePipeline.Optimization;

/// <summary>Changes parameters by their gradients.</summary>
/// <remarks>An optimizer that takes sparse gradients is marked <see cref="AcceptsSparseGradientsAttribute"/>.</remarks>
[PluginKind("optimizer", HasOwner = true)]
public abstract class ParameterOptimizer : IRequiresContext<OptimizerContext>, IDisposable
{
    /// <summary>Applies one step; parameters without a gradient stay as they are.</summary>
    /// <param name="learningRateFactor">
    /// What the learning rate is multiplied by in this step, in addition to the parameters' own scales; not negative.
    /// </param>
    public abstract void Step(double learningRateFactor);

    /// <summary>The optimizer's tensors by name, such as moments, for checkpoints: from the constructor on, always the same ones. They stay the optimizer's.</summary>
    public abstract IReadOnlyDictionary<string, torch.Tensor> State { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the optimizer's tensors.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
