namespace MmoePipeline.Runs.Storage;

/// <summary>Tells whether a disk had no room. That is nobody's wrong input: there may be room the next time.</summary>
internal static class DiskFull
{
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Whether it is what the system says of a disk, or a share of it, that is full.</summary>
    public static bool Is(Exception exception) => exception is IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull };
}
