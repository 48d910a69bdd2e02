namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>Codes of problems of the files of a table.</summary>
internal static class FileCodes
{
    /// <summary>A file of the table doesn't exist.</summary>
    public const string NoSuchFile = "MMOE2101";

    /// <summary>A folder was named where a file is expected.</summary>
    public const string IsFolder = "MMOE2102";

    /// <summary>The file is a pipe, a device or a socket.</summary>
    public const string NotRegular = "MMOE2103";

    /// <summary>A file of the table can't be read.</summary>
    public const string Unreadable = "MMOE2104";

    /// <summary>No file matches a pattern.</summary>
    public const string NoMatch = "MMOE2105";

    /// <summary>A file is in the table twice.</summary>
    public const string NamedTwice = "MMOE2106";

    /// <summary>A file changed while it was read.</summary>
    public const string Changed = "MMOE2107";

    /// <summary><c>hivePartitions</c> is set, and a file is not below a folder called <c>KEY=VALUE</c>.</summary>
    public const string NoPartition = "MMOE2108";

    /// <summary>A file is below two folders that give one column.</summary>
    public const string TwoPartitions = "MMOE2109";

    /// <summary>A column of the file and a folder's name give the same column.</summary>
    public const string PartitionIsColumn = "MMOE2110";

    /// <summary>A file lacks a column that the table's other files have.</summary>
    public const string MissingColumn = "MMOE2111";

    /// <summary>Two columns of a file have the same name.</summary>
    public const string DuplicateColumn = "MMOE2112";

    /// <summary>A compressed file is damaged or incomplete.</summary>
    public const string DamagedArchive = "MMOE2113";
}
