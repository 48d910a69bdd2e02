namespace MmoePipeline.Host.Comparisons;

/// <summary>Keeps a second process out of a series' folder. The system lets go of it however the process ends.</summary>
internal sealed class SeriesLock : IDisposable
{
    private readonly FileStream _file;

    private SeriesLock(FileStream file) => _file = file;

    /// <summary>Makes the folder and takes the lock.</summary>
    /// <exception cref="BadInputException">Another process has it, or the folder can't be written to.</exception>
    public static SeriesLock Take(string folder)
    {
        string path = Path.Combine(folder, "series.lock");
        try
        {
            Directory.CreateDirectory(folder);
            return new SeriesLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new BadInputException($"{folder}: another process is at work in this folder; wait for its end, or give another --output.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{folder}: can't be used: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
