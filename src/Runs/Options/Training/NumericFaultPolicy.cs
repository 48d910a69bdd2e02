namespace MmoePipeline.Runs.Options.Training;

/// <summary>
/// What becomes of a step whose loss or gradient is not finite. Nothing of its batch enters the parameters.
/// </summary>
public enum NumericFaultPolicy
{
    /// <summary>The run stops, and says which task and which rows it was.</summary>
    Stop,

    /// <summary>The run goes on with the next step, up to a limit.</summary>
    Skip,
}
