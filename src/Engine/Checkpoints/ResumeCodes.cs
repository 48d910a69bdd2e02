namespace MmoePipeline.Engine.Checkpoints;

/// <summary>Codes of problems of resuming a run.</summary>
internal static class ResumeCodes
{
    /// <summary>The identity of the run can't be read from the checkpoint.</summary>
    public const string UnreadableIdentity = "MMOE4301";

    /// <summary>Configuration, plugins or data differ from those at the checkpoint.</summary>
    public const string Different = "MMOE4302";

    /// <summary>The checkpoint was written by another version of the program.</summary>
    public const string WrongFormat = "MMOE4303";

    /// <summary>A tensor of the checkpoint is missing or has another shape.</summary>
    public const string WrongTensor = "MMOE4304";

    /// <summary>The data is encoded in another way than at the checkpoint.</summary>
    public const string EncodingChanged = "MMOE4305";

    /// <summary>An option that decides what predictions mean has changed.</summary>
    public const string PredictionChanged = "MMOE4306";

    /// <summary>The run continues on another device or with another number of threads.</summary>
    public const string OtherMachine = "MMOE4307";
}
