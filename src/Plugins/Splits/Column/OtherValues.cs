namespace MmoePipeline.Plugins.Splits.Column;

/// <summary>What becomes of rows whose value names no split.</summary>
public enum OtherValues
{
    /// <summary>They can't be used.</summary>
    Refuse,

    /// <summary>They are left out.</summary>
    LeaveOut,
}
