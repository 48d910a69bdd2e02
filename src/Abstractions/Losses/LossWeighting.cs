using MmoePipeline.Composition;

namespace MmoePipeline.Losses;

/// <summary>Makes one scalar to descend out of the tasks' losses.</summary>
/// <remarks>
/// It is a module: parameters and buffers that it registers in <see cref="Attach"/> are trained with the network's and
/// saved.
/// </remarks>
/// <param name="name">The module's name.</param>
[PluginKind("loss-weighting")]
public abstract class LossWeighting(string name) : torch.nn.Module(name)
{
    /// <summary>Called once, before training.</summary>
    /// <param name="site">The tasks and the place of parameters.</param>
    /// <exception cref="BadInputException">The options don't suit the tasks.</exception>
    public abstract void Attach(LossWeightingSite site);

    /// <summary>Combines the losses of a step.</summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph.</param>
    /// <returns>A scalar in the graph, owned by the enclosing dispose scope.</returns>
    public abstract torch.Tensor Combine(torch.Tensor losses);

    /// <summary>The weight that each task's loss has at present: <c>[tasks]</c>, without a graph; the caller owns it.</summary>
    public abstract torch.Tensor CurrentWeights();
}
