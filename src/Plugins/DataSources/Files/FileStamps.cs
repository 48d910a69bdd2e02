namespace MmoePipeline.Plugins.DataSources.Files;

/// <summary>
/// What shows that files changed: a table that is written while it is read, or between its fingerprint and its rows, is none that anybody
/// ever had, and would be cached as one.
/// </summary>
internal sealed class FileStamps
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Length, DateTime Changed)> _stamps = new(StringComparer.Ordinal);

    /// <summary>Notes how files are now; later checks compare with it.</summary>
    /// <param name="files">The files.</param>
    public void Take(IEnumerable<string> files)
    {
        lock (_lock)
        {
            foreach (string file in files)
            {
                _stamps[file] = Stamp(file);
            }
        }
    }

    /// <summary>Whether a file is as it was; one that was never looked at is noted.</summary>
    /// <param name="file">The file.</param>
    public bool IsUnchanged(string file)
    {
        lock (_lock)
        {
            (long Length, DateTime Changed) now = Stamp(file);
            return _stamps.TryAdd(file, now) || _stamps[file] == now;
        }
    }

    /// <summary>Requires that a file is as it was.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="BadInputException">It changed.</exception>
    public void Require(string file)
    {
        if (!IsUnchanged(file))
        {
            throw new BadInputException(FileCodes.Changed, SourceFile.Describe(file), "changed while it was read; start again when nothing writes to it.");
        }
    }

    private static (long Length, DateTime Changed) Stamp(string file)
    {
        var information = new FileInfo(file);
        return information.Exists ? (information.Length, information.LastWriteTimeUtc) : default;
    }
}
