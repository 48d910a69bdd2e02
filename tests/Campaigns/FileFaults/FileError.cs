namespace MmoePipeline.Campaigns.FileFaults;

/// <summary>Errors of the file system, with Linux's numbers.</summary>
internal enum FileError
{
    /// <summary>No error: a write that writes half of its bytes, as it may do before the disk is full.</summary>
    Halved = 0,

    /// <summary>EIO: the disk is damaged, or the network that it is behind.</summary>
    InputOutput = 5,

    /// <summary>EACCES.</summary>
    Denied = 13,

    /// <summary>EMFILE.</summary>
    TooManyOpen = 24,

    /// <summary>ENOSPC.</summary>
    NoSpace = 28,

    /// <summary>ENOLCK: a file system that knows no locks.</summary>
    NoLocks = 37,
}
