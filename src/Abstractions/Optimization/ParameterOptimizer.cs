using MmoePipeline.Composition;

namespace MmoePipeline.Optimization;

/// <summary>Changes parameters by their gradients.</summary>
[PluginKind("optimizer")]
public abstract class ParameterOptimizer : IDisposable
{
    /// <summary>Called once, before training.</summary>
    /// <param name="parameters">All parameters to train.</param>
    public abstract void Attach(IReadOnlyList<TrainedParameter> parameters);

    /// <summary>
    /// Whether gradients of embedding tables may be sparse tensors (COO, rows possibly more than once) that hold the rows which a
    /// batch looked up, so that the cost of a step does not grow with the table.
    /// </summary>
    public virtual bool TakesSparseGradients => false;

    /// <summary>Applies one step; parameters without a gradient stay as they are.</summary>
    /// <param name="learningRateFactor">
    /// What the learning rate is multiplied by in this step, besides the parameters' own scales; not negative.
    /// </param>
    public abstract void Step(double learningRateFactor);

    /// <summary>The optimizer's tensors by name, such as moments, for checkpoints. They stay the optimizer's.</summary>
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
