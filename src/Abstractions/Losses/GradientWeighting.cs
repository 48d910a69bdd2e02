namespace MmoePipeline.Losses;

/// <summary>
/// Makes one gradient of the shared parameters out of the tasks' gradients. It costs a backward pass for each task.
/// </summary>
/// <remarks>
/// What the network's other parameters (gates, towers) and the weighting's own parameters descend is
/// <see cref="Combine(torch.Tensor)"/>.
/// </remarks>
/// <param name="name">The module's name.</param>
public abstract class GradientWeighting(string name) : LossWeighting(name)
{
    /// <summary>
    /// How many independent samples of the gradients a step needs, at least 1. Each sample is a part of the batch; the
    /// parts have no row in common as long as the batch has a row for each.
    /// </summary>
    public virtual int Samples => 1;

    /// <summary>
    /// Combines the gradients of a step. No gradients are recorded. A parameter of the weighting's own, which
    /// <see cref="Combine(torch.Tensor)"/> doesn't reach, may be given its gradient here.
    /// </summary>
    /// <param name="gradients">The tasks' gradients; penalties are not in them and are minimised in addition.</param>
    /// <returns>The gradient that the shared parameters descend: <c>[shared parameters]</c>, owned by the enclosing dispose scope.</returns>
    public abstract torch.Tensor Combine(TaskGradients gradients);

    /// <summary>What the parameters that are not shared minimise: the sum of the losses.</summary>
    /// <param name="losses"><c>[tasks]</c>, in the graph.</param>
    /// <returns>A scalar in the graph, owned by the enclosing dispose scope.</returns>
    public override torch.Tensor Combine(torch.Tensor losses) => losses.sum();
}
