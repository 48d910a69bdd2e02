namespace MmoePipeline.Runs.Folders;

/// <summary>Codes of problems of run folders.</summary>
internal static class RunFolderCodes
{
    /// <summary>The path of a run folder is empty.</summary>
    public const string EmptyPath = "MMOE4002";

    /// <summary>The run folder doesn't exist.</summary>
    public const string NoSuchFolder = "MMOE4003";

    /// <summary>The folder is not a run folder.</summary>
    public const string NotARunFolder = "MMOE4004";

    /// <summary>A run folder can't be created.</summary>
    public const string CannotCreate = "MMOE4005";

    /// <summary>A file of the run folder is a link, and writing would change another file.</summary>
    public const string UnsafeFile = "MMOE4006";

    /// <summary>Another process works on the run.</summary>
    public const string InUse = "MMOE4007";

    /// <summary>The run folder can't be written to.</summary>
    public const string NotWritable = "MMOE4008";

    /// <summary>The metrics file is shorter than at the checkpoint.</summary>
    public const string MetricsShortened = "MMOE4009";

    /// <summary>A run folder's configuration names an output outside of its own parent folder.</summary>
    public const string OutputOutside = "MMOE4010";

    /// <summary>The run is not finished.</summary>
    public const string NotFinished = "MMOE4011";

    /// <summary>A file of the run folder is missing.</summary>
    public const string MissingFile = "MMOE4012";

    /// <summary>A file of the run folder can't be read.</summary>
    public const string UnreadableFile = "MMOE4013";

    /// <summary>The log of the run is not complete.</summary>
    public const string LogIncomplete = "MMOE4014";

    /// <summary>The report can't be written.</summary>
    public const string ReportNotWritten = "MMOE4015";

    /// <summary>A newer version of the program wrote a file of the run folder.</summary>
    public const string NewerFormat = "MMOE4016";
}
