using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Runs.Storage;

/// <summary>
/// Files that are written in place. A link in their place would lead the writing to another file, and of a file with a second name the other
/// name's content would change, too: both are refused before anything is written or truncated.
/// </summary>
internal static class OwnFile
{
    /// <summary>Opens a file for writing. Nothing is truncated.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mode"><see cref="FileMode.Open"/> or <see cref="FileMode.OpenOrCreate"/>.</param>
    /// <param name="access">Reading, writing or both.</param>
    /// <param name="share">What other processes may do with it.</param>
    /// <param name="bufferSize">The size of the stream's buffer, in bytes.</param>
    /// <exception cref="IOException">It is a link, has a second name, or can't be opened.</exception>
    public static FileStream Open(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize = 4096)
    {
        Require(path);
        var file = new FileStream(path, mode, access, share, bufferSize);
        try
        {
            // The name may have become a link since: what was opened has to be what the name stands for.
            Require(path);
            RequireSame(path, file.SafeFileHandle);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Why a file must not be written in place; null where it may, or is not there.</summary>
    public static string? Refusal(string path)
    {
        FileStatus? status = FileStatus.OfName(path);
        return new FileInfo(path).LinkTarget is { } target
            ? $"{path} is a link to {target}, and what is written must not go elsewhere; put a copy in its place, or delete it"
            : status is { IsRegular: true, Links: > 1 } file
            ? $"{path} is a file with {file.Links} names (hard links), and the others would change, too; put a copy in its place"
            : status is { IsRegular: false, IsFolder: false }
            ? $"{path} is neither a file nor a folder; delete it"
            : null;
    }

    private static void Require(string path)
    {
        if (Refusal(path) is { } refusal)
        {
            throw new IOException(refusal);
        }
    }

    private static void RequireSame(string path, SafeFileHandle file)
    {
        if (FileStatus.OfName(path) is { } named && FileStatus.OfOpen(file) is { } opened
            && (named.Inode, named.Device) != (opened.Inode, opened.Device))
        {
            throw new IOException($"{path} was replaced while it was opened; try again");
        }
    }
}
