using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MmoePipeline.Runs.Storage;

/// <summary>A file that is there and whole, or not there: it is written under another name and renamed when it is complete.</summary>
internal sealed class PendingFile : IDisposable
{
    /// <summary>File systems take names of so many bytes.</summary>
    private const int LongestName = 255;

    private readonly string _path;
    private readonly IDisposable _unfinished;
    private bool _isRenamed;

    /// <summary>Chooses the name to write under; nothing is written yet.</summary>
    /// <param name="path">The file.</param>
    public PendingFile(string path)
    {
        _path = path;
        Temporary = TemporaryOf(path, $".{Path.GetRandomFileName()}{DurableFile.Unfinished}");
        _unfinished = UnfinishedFiles.Add(Temporary);
    }

    /// <summary>The name to write under, in the same folder.</summary>
    public string Temporary { get; }

    /// <summary>Gives the file its name, once it is on the disk, and flushes the folder.</summary>
    /// <param name="overwrite">Whether a file of that name may be there.</param>
    /// <exception cref="IOException">It can't be renamed, for instance because a file is there.</exception>
    public void Complete(bool overwrite)
    {
        using (SafeFileHandle file = File.OpenHandle(Temporary, FileMode.Open, FileAccess.ReadWrite))
        {
            DiskFlush.Flush(file, _path);
        }

        try
        {
            File.Move(Temporary, _path, overwrite);
        }
        catch (IOException exception) when (!exception.Message.Contains(_path, StringComparison.Ordinal))
        {
            throw new IOException($"{_path}: {exception.Message}", exception);
        }

        _isRenamed = true;
        DiskFlush.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(_path))!);
    }

    /// <summary>Leaves nothing of a file that was not completed.</summary>
    public void Dispose()
    {
        if (!_isRenamed)
        {
            File.Delete(Temporary);
        }

        _unfinished.Dispose();
    }

    /// <summary>A name that is nearly as long as it may be has no room for an ending.</summary>
    private static string TemporaryOf(string path, string ending) =>
        Encoding.UTF8.GetByteCount(Path.GetFileName(path)) + ending.Length <= LongestName
            ? path + ending
            : Path.Combine(Path.GetDirectoryName(path) ?? "", ending);
}
