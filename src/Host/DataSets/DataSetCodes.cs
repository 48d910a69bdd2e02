namespace MmoePipeline.Host.DataSets;

/// <summary>Codes of problems of data sets.</summary>
internal static class DataSetCodes
{
    /// <summary>No data set has this name.</summary>
    public const string Unknown = "MMOE1401";

    /// <summary>A file can't be downloaded.</summary>
    public const string DownloadFailed = "MMOE1402";

    /// <summary>A file has another size or SHA-256 than the catalogue.</summary>
    public const string WrongContent = "MMOE1403";

    /// <summary>A file is not there, and no address of it is known.</summary>
    public const string NoAddress = "MMOE1404";
}
