namespace MmoePipeline.Runs.Options.Data;

/// <summary>What becomes of rows that can't be used.</summary>
public enum BadRowPolicy
{
    /// <summary>The run doesn't start, and the first of them are told.</summary>
    Fail,

    /// <summary>They are left out and counted.</summary>
    Skip,

    /// <summary>They are left out, counted, and written to a file of the run folder.</summary>
    Quarantine,
}
