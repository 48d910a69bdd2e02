namespace MmoePipeline.Runs.Storage;

/// <summary>A file that one process has at a time. The system gives it back however the process ends.</summary>
internal static class FileLock
{
    private const int WouldBlock = 11;
    private const int WouldBlockOfMac = 35;
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    /// <summary>Takes a file, which is made if it is not there.</summary>
    /// <returns>To be disposed of to give it back.</returns>
    /// <exception cref="IOException">Another process has it (<see cref="IsTaken"/>), it is a link, or it can't be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written to.</exception>
    public static IDisposable Take(string path) => OwnFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Whether another process has the file.</summary>
    public static bool IsTaken(IOException exception) => exception.HResult is WouldBlock or WouldBlockOfMac or WindowsSharingViolation;
}
