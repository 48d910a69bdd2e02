using MmoePipeline.Runs.Plugins.Trust;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Runs.Plugins.DropIns;

/// <summary>
/// A copy of a plugin's files that only the user can reach: the system loads native libraries by name, so they are loaded from a file that nobody
/// changes between the hash and the loading. It is made when the first library is asked for and deleted when the process ends; what a killed
/// process left is deleted by the next that makes one.
/// </summary>
internal sealed class PrivateCopy
{
    private const string Prefix = "mmoe-native-";
    private const string LockName = ".lock";

    private readonly DropIn _dropIn;
    private readonly string _folder;
    private readonly IDisposable _lock;

    /// <summary>Copies all files of a plugin: a library may load others that are next to it.</summary>
    /// <exception cref="FileLoadException">A file was changed after it was hashed.</exception>
    /// <exception cref="IOException">A copy can't be written, or others may change where temporary files are.</exception>
    public PrivateCopy(DropIn dropIn, UnixGroups groups)
    {
        _dropIn = dropIn;
        DeleteLeftOver();
        (_folder, _lock) = Claim();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Delete();
        if (WriteAccess.RefusalAbove(_folder, groups) is { } refusal)
        {
            throw new IOException($"native libraries are copied into the folder of temporary files: {refusal}");
        }

        foreach (DropInFile file in dropIn.Files)
        {
            string copy = PathOf(file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            file.CopyTo(copy);
        }
    }

    /// <summary>Where the copy of a file is.</summary>
    public string PathOf(DropInFile file) => Path.Combine(_folder, "files", _dropIn.Key(file));

    /// <summary>Makes a folder and takes its lock. Another process may take an unlocked one for left over, just then: the next is tried.</summary>
    private static (string Folder, IDisposable Lock) Claim()
    {
        while (true)
        {
            string folder = RealPath.Of(Directory.CreateTempSubdirectory(Prefix).FullName);
            try
            {
                return (folder, FileLock.Take(Path.Combine(folder, LockName)));
            }
            catch (IOException exception) when (FileLock.IsTaken(exception) || exception is DirectoryNotFoundException)
            {
                TryDelete(folder);
            }
        }
    }

    private void Delete()
    {
        _lock.Dispose();
        TryDelete(_folder);
    }

    private static void DeleteLeftOver()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            string file = Path.Combine(folder, LockName);
            try
            {
                // Another user's folder is that user's, and one without a lock is being made.
                if (FileStatus.OfName(folder) is { IsFolder: true } status && status.Owner == FileStatus.EffectiveUser && File.Exists(file))
                {
                    FileLock.Take(file).Dispose();
                    TryDelete(folder);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // A process that is still at work has it.
            }
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // On Windows a library that is loaded can't be deleted; the next process does it.
        }
    }
}
