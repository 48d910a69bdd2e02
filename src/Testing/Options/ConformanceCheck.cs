namespace MmoePipeline.Testing.Options;

/// <summary>What is checked of a plugin. Which checks there are for a kind, docs/conformance.md says.</summary>
public enum ConformanceCheck
{
    /// <summary>The plugin and each of its options have a summary that fits into a table.</summary>
    Documentation,

    /// <summary>The defaults are valid, and what is written of the options is read again as the same.</summary>
    Options,

    /// <summary>Results have the shape and type that the kind says, and are finite, in places of several sizes and batches of 1, 2 and 7 rows.</summary>
    Shapes,

    /// <summary>Gradients are those of finite differences.</summary>
    Gradients,

    /// <summary>A row's result does not depend on the rows beside it.</summary>
    RowIndependence,

    /// <summary>Two instances of one seed do the same, bit for bit.</summary>
    Determinism,

    /// <summary>A pass in evaluation mode can be repeated, changes no state and draws no random numbers.</summary>
    Evaluation,

    /// <summary>An instance that is given another's saved state, what it has as IResumable included, goes on as the other does, bit for bit.</summary>
    State,

    /// <summary>No tensor is left behind, neither by a step nor by the plugin when it is disposed.</summary>
    Disposal,

    /// <summary>What else the kind promises, for instance that a task's loss is the mean of its rows' losses.</summary>
    Promises,

    /// <summary>
    /// Results of a loss weighting are finite for losses and gradients that are zero, tiny, huge, opposite or dependent, and for tasks without a
    /// labelled row.
    /// </summary>
    Sizes,
}
