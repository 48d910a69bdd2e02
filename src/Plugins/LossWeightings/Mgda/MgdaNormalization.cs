namespace MmoePipeline.Plugins.LossWeightings.Mgda;

/// <summary>What gradients are divided by before the point of smallest norm is sought.</summary>
public enum MgdaNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The gradient's norm.</summary>
    Norm,

    /// <summary>The task's loss.</summary>
    Loss,

    /// <summary>The product of norm and loss.</summary>
    LossAndNorm,
}
