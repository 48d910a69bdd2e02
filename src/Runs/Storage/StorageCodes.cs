namespace MmoePipeline.Runs.Storage;

/// <summary>Codes of problems of files that the program keeps.</summary>
internal static class StorageCodes
{
    /// <summary>A file of a run folder is not a regular file.</summary>
    public const string NotRegular = "MMOE4001";
}
