namespace MmoePipeline.Plugins.GateRegularizers.Init;

/// <summary>Layers of a gate.</summary>
public enum GateInitLayers
{
    /// <summary>The layer that gives the logits.</summary>
    Last,

    /// <summary>Every layer.</summary>
    All,
}
