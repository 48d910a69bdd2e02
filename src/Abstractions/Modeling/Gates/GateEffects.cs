namespace MmoePipeline.Modeling.Gates;

/// <summary>
/// What a gate-regularizer does that others have to know of: the bank of gates refuses pairs and orders that make no sense.
/// </summary>
[Flags]
public enum GateEffects
{
    /// <summary>Nothing that others have to know of.</summary>
    None = 0,

    /// <summary>A second one of the same plugin would do nothing more, or undo the first.</summary>
    Once = 1,

    /// <summary>It acts on hidden layers or logits: useless where weights don't come from logits.</summary>
    ReadsLogits = 2,

    /// <summary>It computes with all logits at once, so that none may be infinite.</summary>
    NeedsFiniteLogits = 4,

    /// <summary>It leaves experts out by logits of minus infinity.</summary>
    SelectsByLogits = 8,

    /// <summary>It puts weights of its own in the place of the softmax's.</summary>
    ReplacesWeights = 16,
}
