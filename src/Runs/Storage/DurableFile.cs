using System.Text;

namespace MmoePipeline.Runs.Storage;

/// <summary>Writes files that are whole or not there, whenever the machine stops.</summary>
internal static class DurableFile
{
    /// <summary>What the name of something ends in until it is whole.</summary>
    public const string Unfinished = ".tmp";

    /// <summary>Writes a file to a temporary name, flushes it to the disk, renames it, and flushes the folder.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It can't be written; what was there before is there still.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        using var pending = new PendingFile(path);
        using (FileStream stream = new(pending.Temporary, FileMode.CreateNew, FileAccess.Write))
        {
            write(stream);
        }

        pending.Complete(overwrite: true);
    }

    /// <summary>Writes a text, in UTF-8, as <see cref="Write"/> does.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="text">All of its content.</param>
    /// <exception cref="IOException">It can't be written; what was there before is there still.</exception>
    public static void WriteText(string path, string text) => Write(path, file => file.Write(Encoding.UTF8.GetBytes(text)));
}
