using MmoePipeline.Composition;
using MmoePipeline.Modeling;

namespace MmoePipeline.Probing;

/// <summary>
/// Watches a run and gives figures. It can't change the run; the hooks that it doesn't override cost nothing worth
/// mentioning.
/// </summary>
[PluginKind("probe")]
public abstract class Probe
{
    /// <summary>Called for every batch of the validation rows, at the end of an epoch.</summary>
    /// <param name="trace">
    /// What passed inside the network. Its tensors are valid during the call only, and outside of any graph.
    /// </param>
    public virtual void OnValidationBatch(ForwardTrace trace)
    {
    }

    /// <summary>Called when all validation batches of an epoch have been seen; forgets them.</summary>
    /// <returns>The figures of the epoch.</returns>
    public virtual ImmutableArray<ProbeMetric> OnValidationCompleted() => [];
}
