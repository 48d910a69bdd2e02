using MmoePipeline.Composition;

namespace MmoePipeline.Losses;

/// <summary>Makes one scalar to descend out of the tasks' losses.</summary>
/// <remarks>
/// It is a module: parameters and buffers that it registers in <see cref="Attach"/> are saved, and the parameters are trained
/// with the network's. <see cref="GradientWeighting"/> is for those that combine the tasks' gradients instead.
/// </remarks>
/// <param name="name">The module's name.</param>
[PluginKind("loss-weighting")]
public abstract class LossWeighting(string name) : torch.nn.Module(name)
{
    /// <summary>
    /// Whether <see cref="OnStepped"/> is to be called. It costs a second forward pass in each step.
    /// </summary>
    public virtual bool NeedsLossesAfterStep => false;

    /// <summary>Called once, before training.</summary>
    /// <param name="site">The tasks and the place of parameters.</param>
    /// <exception cref="BadInputException">The options don't suit the tasks.</exception>
    public abstract void Attach(LossWeightingSite site);

    /// <summary>Combines the losses of a step.</summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph.</param>
    /// <returns>A scalar in the graph, owned by the enclosing dispose scope.</returns>
    public abstract torch.Tensor Combine(torch.Tensor losses);

    /// <summary>
    /// Called after the parameters were changed, where <see cref="NeedsLossesAfterStep"/> asks for it. No gradients are
    /// recorded.
    /// </summary>
    /// <param name="lossesAfter">The losses of the same batch once more: <c>[tasks]</c>, without a graph.</param>
    public virtual void OnStepped(torch.Tensor lossesAfter)
    {
    }

    /// <summary>The weight that each task's loss has at present: <c>[tasks]</c>, without a graph; the caller owns it.</summary>
    public abstract torch.Tensor CurrentWeights();
}
