namespace MmoePipeline.Host.Storage;

/// <summary>Writes files that are whole or not there, whenever the machine stops.</summary>
internal static class DurableFile
{
    /// <summary>What the name of a file ends in until it is whole.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Writes a file to a temporary name, flushes it to the disk, renames it, and flushes the folder.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It can't be written; what was there before is there still.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string temporary = path + Unfinished;
        try
        {
            using (FileStream stream = new(temporary, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }
}
