using TorchSharp.Modules;

namespace MmoePipeline.Modeling;

/// <summary>A network that predicts all tasks at once.</summary>
/// <param name="name">The module's name.</param>
public abstract class MultiTaskModel(string name) : torch.nn.Module(name)
{
    /// <summary>Predicts a batch. In training mode, regularizers act; in evaluation mode, the result is deterministic.</summary>
    /// <param name="features">The batch.</param>
    /// <param name="trace">Collects gate weights and experts' outputs; null to collect nothing.</param>
    /// <returns>The output, whose tensors belong to the enclosing dispose scope.</returns>
    public abstract ModelOutput Forward(FeatureBatch features, ForwardTrace? trace = null);

    /// <summary>
    /// The parameters that the losses of several tasks reach, such as embeddings, experts and shared layers: those on which
    /// tasks can pull in opposite directions.
    /// </summary>
    public abstract IReadOnlyList<Parameter> SharedParameters { get; }

    /// <summary>The parts that a report counts parameters by, such as embedding, experts, gates, towers.</summary>
    public abstract ImmutableArray<ModelPart> Parts { get; }

    /// <summary>
    /// The steps of the funnel that the network takes its tasks for: pairs of binary tasks of which the later one's label can only be positive
    /// where the earlier one's is. Rows that contradict it are counted and reported. Empty for a network that takes labels as they are.
    /// </summary>
    public virtual ImmutableArray<FunnelStep> Funnel => [];
}
