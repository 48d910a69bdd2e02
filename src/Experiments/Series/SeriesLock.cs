using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Experiments.Series;

/// <summary>Keeps a second process out of a series' folder. The system lets go of it however the process ends.</summary>
internal sealed class SeriesLock : IDisposable
{
    private readonly IDisposable _file;

    private SeriesLock(IDisposable file) => _file = file;

    /// <summary>Makes the folder and takes the lock.</summary>
    /// <exception cref="BadInputException">Another process has it, or the folder can't be written to.</exception>
    public static SeriesLock Take(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            RequireNoLinks(folder);
            return new SeriesLock(FileLock.Take(Path.Combine(folder, "series.lock")));
        }
        catch (IOException exception) when (FileLock.IsTaken(exception))
        {
            throw new BadInputException(ComparisonCodes.InUse, folder, "another process works in this folder; wait until it ends, or give another --output.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException(ComparisonCodes.UnusableFolder, folder, $"can't be used: {exception.Message}");
        }
    }

    /// <summary>What is written through a link goes elsewhere, and a folder that somebody sent may have links to any place.</summary>
    private static void RequireNoLinks(string folder)
    {
        foreach (string name in new[] { "results", "runs" })
        {
            if (OwnFile.Refusal(Path.Combine(folder, name)) is { } refusal)
            {
                throw new IOException(refusal);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
