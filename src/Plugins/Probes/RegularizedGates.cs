using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;

namespace MmoePipeline.Plugins.Probes;

/// <summary>Whether a model has gates that regularizers act on.</summary>
internal static class RegularizedGates
{
    /// <summary>
    /// Whether there is any: what a model shows as gates may be other weights, such as the units of a cross-stitch network, and a remedy that
    /// its configuration has no place for is none.
    /// </summary>
    public static bool AreIn(MultiTaskModel model) => model.modules().OfType<GateBank>().Any();
}
