namespace MmoePipeline.Probing;

/// <summary>What goes wrong in networks of several tasks.</summary>
public enum Trouble
{
    /// <summary>Tasks pull shared parameters in opposite directions.</summary>
    TugOfWar,

    /// <summary>A gate gives nearly all weight to one expert.</summary>
    Collapse,

    /// <summary>A gate's weights go on moving, so that experts and towers follow a moving target.</summary>
    Instability,

    /// <summary>The losses' sizes differ so much that one task's gradient drowns the others'.</summary>
    LossScale,
}
