namespace MmoePipeline.Runs.Options;

/// <summary>Where to compute.</summary>
public enum DeviceChoice
{
    /// <summary>A CUDA device where there is one, else the CPU.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>A CUDA device; an error where there is none.</summary>
    Cuda,
}
