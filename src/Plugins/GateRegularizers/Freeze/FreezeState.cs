namespace MmoePipeline.Plugins.GateRegularizers.Freeze;

/// <summary>What a freezing regularizer is about to do.</summary>
public enum FreezeState
{
    /// <summary>The gates learn; nothing has frozen them yet.</summary>
    Waiting,

    /// <summary>The gates keep what they have learnt.</summary>
    Frozen,

    /// <summary>The gates learn again, to the end.</summary>
    Thawed,
}
