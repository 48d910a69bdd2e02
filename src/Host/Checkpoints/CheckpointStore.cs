using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using MmoePipeline.Host.Storage;

namespace MmoePipeline.Host.Checkpoints;

/// <summary>
/// The checkpoints of a run that can be resumed, a folder each: <c>step-000000552</c> with <c>tensors.safetensors</c>, <c>state.json</c> and
/// <c>SHA256SUMS</c>, which <c>sha256sum --check</c> reads, too.
/// </summary>
/// <param name="folder">The folder of checkpoints.</param>
/// <param name="keep">How many are kept; at least 1.</param>
internal sealed class CheckpointStore(string folder, int keep)
{
    /// <summary>The name of the file of tensors.</summary>
    public const string TensorsName = "tensors.safetensors";

    /// <summary>The name of the file of all else.</summary>
    public const string StateName = "state.json";

    /// <summary>The name of the file of checksums.</summary>
    public const string ChecksumsName = "SHA256SUMS";

    private const string Prefix = "step-";

    /// <summary>
    /// Writes a checkpoint: under a temporary name, flushed to the disk, and renamed when it is whole. Older ones are deleted, as far as more are
    /// there than are kept.
    /// </summary>
    /// <returns>Its folder.</returns>
    /// <exception cref="IOException">It can't be written; the older ones are still there.</exception>
    public string Write(CheckpointContent content)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{content.Position.Step:D9}"));
        string temporary = path + DurableFile.Unfinished;
        DeleteUnfinished();
        try
        {
            Directory.CreateDirectory(temporary);
            string tensors = WriteFile(temporary, TensorsName, stream => SafetensorsFile.Write(
                stream, content.Tensors, new Dictionary<string, string> { ["format"] = "mmoe-checkpoint" }));
            string state = WriteFile(temporary, StateName, stream => stream.Write(content.State.Span));
            DurableFile.Write(
                Path.Combine(temporary, ChecksumsName),
                stream => stream.Write(Encoding.ASCII.GetBytes($"{state}  {StateName}\n{tensors}  {TensorsName}\n")));

            // The same step is written again where a run was stopped right after a checkpoint.
            DeleteIfThere(path);
            Directory.Move(temporary, path);
        }
        catch
        {
            DeleteUnfinished();
            throw;
        }

        FolderFlush.Flush(folder);
        foreach (string old in Newest().Skip(keep))
        {
            Directory.Delete(old, recursive: true);
        }

        return path;
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <param name="logger">Is told of those that are not.</param>
    /// <returns>The checkpoint; null where there is none.</returns>
    /// <exception cref="BadInputException">There are some, and none of them is whole.</exception>
    public SavedCheckpoint? ReadNewest(ILogger logger)
    {
        var broken = new List<string>();
        foreach (string path in Newest())
        {
            try
            {
                SavedCheckpoint checkpoint = SavedCheckpoint.Read(path);
                foreach (string reason in broken)
                {
                    logger.LogWarning("{Reason}; the checkpoint before it is used", reason);
                }

                return checkpoint;
            }
            catch (Exception exception) when (exception is BadInputException or IOException or UnauthorizedAccessException)
            {
                broken.Add(exception.Message.TrimEnd('.'));
            }
        }

        return broken.Count == 0 ? null : throw new BadInputException([.. broken, "No checkpoint of the run is whole."]);
    }

    private IEnumerable<string> Newest() => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder, Prefix + "*")
        .Where(path => long.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .OrderByDescending(path => long.Parse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>What a process that was killed amid writing left.</summary>
    private void DeleteUnfinished()
    {
        foreach (string path in Directory.EnumerateDirectories(folder, $"{Prefix}*{DurableFile.Unfinished}").ToArray())
        {
            Directory.Delete(path, recursive: true);
        }
    }

    private static void DeleteIfThere(string path)
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>Writes a file and flushes it.</summary>
    /// <returns>The SHA-256 of its bytes, in hexadecimal digits.</returns>
    private static string WriteFile(string folder, string name, Action<Stream> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using FileStream file = new(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write);
        using (var hashing = new HashingStream(file, hash))
        {
            write(hashing);
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
