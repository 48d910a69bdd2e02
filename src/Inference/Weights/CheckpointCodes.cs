namespace MmoePipeline.Inference.Weights;

/// <summary>Codes of problems of checkpoints and weights.</summary>
internal static class CheckpointCodes
{
    /// <summary>No checkpoint of the run is whole.</summary>
    public const string NoneWhole = "MMOE4201";

    /// <summary>A file of a checkpoint is not as it was written.</summary>
    public const string HashDiffers = "MMOE4202";

    /// <summary>The state of a checkpoint can't be read.</summary>
    public const string UnreadableState = "MMOE4203";

    /// <summary>A checkpoint lacks a file.</summary>
    public const string Incomplete = "MMOE4204";

    /// <summary>The list of checksums of a checkpoint is damaged.</summary>
    public const string DamagedChecksums = "MMOE4205";

    /// <summary>A file of weights can't be used.</summary>
    public const string UnusableWeights = "MMOE4206";

    /// <summary>A file of weights doesn't exist.</summary>
    public const string NoSuchFile = "MMOE4207";

    /// <summary>A checkpoint can't be written; training continues.</summary>
    public const string NotSaved = "MMOE4208";

    /// <summary>An old checkpoint can't be deleted.</summary>
    public const string NotDeleted = "MMOE4209";

    /// <summary>A checkpoint can't be read.</summary>
    public const string Unreadable = "MMOE4210";
}
