namespace MmoePipeline.Host.Composition;

/// <summary>What becomes of a step whose loss or gradient is no finite number. The step is never applied.</summary>
internal enum NumericFaultPolicy
{
    /// <summary>The run stops, and says which task and which rows it was.</summary>
    Stop,

    /// <summary>The run goes on with the next step, up to a limit.</summary>
    Skip,
}
