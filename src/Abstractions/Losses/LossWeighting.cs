using MmoePipeline.Composition;

namespace MmoePipeline.Losses;

/// <summary>Combines the tasks' losses into one scalar to minimise.</summary>
/// <remarks>
/// It is a module: parameters and buffers that it registers in its constructor are saved, and the parameters are trained
/// with the network's. <see cref="GradientWeighting"/> is for those that combine the tasks' gradients instead.
/// </remarks>
/// <param name="name">The module's name.</param>
[PluginKind("loss-weighting", HasOwner = true)]
public abstract class LossWeighting(string name) : torch.nn.Module(name), IRequiresContext<LossWeightingContext>
{
    /// <summary>
    /// Whether <see cref="OnStepped"/> is to be called. It costs a second forward pass in each step.
    /// </summary>
    public virtual bool NeedsLossesAfterStep => false;

    /// <summary>Combines the losses of a step in which every task has a labelled row.</summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph.</param>
    /// <returns>A scalar in the graph, owned by the enclosing dispose scope.</returns>
    public abstract torch.Tensor Combine(torch.Tensor losses);

    /// <summary>
    /// Combines the losses of a step in which a task may have no labelled row. The training step calls this method. Override it where such a
    /// task has to be left out explicitly: where the logarithm of a loss is taken, losses are averaged over steps, or a parameter is trained
    /// by a term that has no loss in it. A sum of weighted losses needs no override: a loss of 0 without a gradient changes nothing in it.
    /// </summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph; 0 with a gradient of zero for a task without a labelled row.</param>
    /// <param name="labelled">
    /// <c>[tasks]</c>, float32, where the losses are, without a graph: 1 for a task with a labelled row of positive weight in the batch,
    /// otherwise 0. To read it would wait for the device; multiply by it.
    /// </param>
    /// <returns>A scalar in the graph, owned by the enclosing dispose scope.</returns>
    public virtual torch.Tensor Combine(torch.Tensor losses, torch.Tensor labelled) => Combine(losses);

    /// <summary>
    /// Called after the parameters were changed, where <see cref="NeedsLossesAfterStep"/> asks for it. No gradients are
    /// recorded.
    /// </summary>
    /// <param name="lossesAfter">
    /// The losses of the same batch with the changed parameters: <c>[tasks]</c>, without a graph. They come from a second training pass with
    /// the same random draws, which leaves buffers and random streams as the first pass left them.
    /// </param>
    public virtual void OnStepped(torch.Tensor lossesAfter)
    {
    }

    /// <summary>The weight that each task's loss has at present: <c>[tasks]</c>, without a graph; the caller owns it.</summary>
    public abstract torch.Tensor CurrentWeights();
}
