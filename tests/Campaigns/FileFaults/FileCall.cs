namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>Kinds of calls of the file system; the order and the names in small letters are those of failing_files.c.</summary>
internal enum FileCall
{
    /// <summary>A file or folder is opened or made.</summary>
    Open,

    /// <summary>Bytes are read.</summary>
    Read,

    /// <summary>Bytes are written.</summary>
    Write,

    /// <summary>What was written is brought to the disk.</summary>
    Flush,

    /// <summary>A file or folder gets another name.</summary>
    Rename,

    /// <summary>A folder is made.</summary>
    Make,

    /// <summary>A file or folder is removed.</summary>
    Remove,

    /// <summary>A file is made longer or shorter, or gets its room.</summary>
    Resize,

    /// <summary>A file is locked or unlocked.</summary>
    Lock,
}
