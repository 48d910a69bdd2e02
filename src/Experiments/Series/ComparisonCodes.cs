namespace MmoePipeline.Experiments.Series;

/// <summary>Codes of problems of comparisons.</summary>
internal static class ComparisonCodes
{
    /// <summary><c>compare</c> got one configuration.</summary>
    public const string OneConfiguration = "MMOE7001";

    /// <summary><c>compare</c> got a configuration twice.</summary>
    public const string DuplicateConfiguration = "MMOE7002";

    /// <summary>Another process works in the folder.</summary>
    public const string InUse = "MMOE7003";

    /// <summary>The folder of the comparison can't be used.</summary>
    public const string UnusableFolder = "MMOE7004";

    /// <summary>A model has no hidden sizes that could be changed to match parameters.</summary>
    public const string NoHiddenSizes = "MMOE7005";

    /// <summary>No hidden sizes give the model the wanted number of parameters.</summary>
    public const string NotMatched = "MMOE7006";

    /// <summary>The files of a run of the comparison can't be read.</summary>
    public const string UnreadableRun = "MMOE7007";
}
