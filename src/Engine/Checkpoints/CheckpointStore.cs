using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Runs.Storage;

namespace MmoePipeline.Engine.Checkpoints;

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

    /// <summary>What the name of a checkpoint ends in while another of the same step takes its place.</summary>
    private const string Replaced = ".replaced";

    /// <summary>The folder of checkpoints.</summary>
    public string Folder => folder;

    /// <summary>
    /// Writes a checkpoint: under a temporary name, flushed to the disk, and renamed when it is whole. Older ones stay, until
    /// <see cref="DeleteOld"/>.
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

            // The same step is written again where a run was stopped right after a checkpoint. There is one of them at any moment.
            if (Directory.Exists(path))
            {
                DeleteIfThere(path + Replaced);
                Directory.Move(path, path + Replaced);
            }

            Directory.Move(temporary, path);
        }
        catch
        {
            DeleteUnfinished();
            throw;
        }

        DiskFlush.FlushFolder(folder);
        return path;
    }

    /// <summary>Deletes those that are older than the ones that are kept, and those that were replaced.</summary>
    /// <exception cref="IOException">One can't be deleted.</exception>
    public void DeleteOld()
    {
        string[] newest = [.. Newest()];
        string[] replaced = [.. newest.Where(path => path.EndsWith(Replaced, StringComparison.Ordinal) && newest.Contains(path[..^Replaced.Length]))];
        foreach (string old in replaced.Concat(newest.Except(replaced).Skip(keep)))
        {
            Directory.Delete(old, recursive: true);
        }
    }

    /// <summary>Reads the newest checkpoint that is whole.</summary>
    /// <param name="logger">Is told of those that are not.</param>
    /// <returns>The checkpoint; null where there is none.</returns>
    /// <exception cref="BadInputException">There are some, and none of them is whole.</exception>
    public SavedCheckpoint? ReadNewest(ILogger logger)
    {
        var broken = new List<Problem>();
        foreach (string path in Newest())
        {
            try
            {
                SavedCheckpoint checkpoint = SavedCheckpoint.Read(path);
                foreach (Problem reason in broken)
                {
                    logger.LogWarning("{Reason}; the checkpoint before it is used", $"{reason}".TrimEnd('.'));
                }

                return checkpoint;
            }
            catch (BadInputException exception)
            {
                broken.AddRange(exception.Problems);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                broken.Add(new Problem(CheckpointCodes.Unreadable, path, exception.Message));
            }
        }

        return broken.Count == 0 ? null : throw new BadInputException(
            [.. broken, new Problem(CheckpointCodes.NoneWhole, folder, "no checkpoint of the run is whole; start a new run.")]);
    }

    private IEnumerable<string> Newest() => !Directory.Exists(folder) ? [] : Directory.EnumerateDirectories(folder, Prefix + "*")
        .Select(path => (Path: path, Step: StepOf(path)))
        .Where(checkpoint => checkpoint.Step is not null)
        .OrderByDescending(checkpoint => checkpoint.Step)
        .ThenBy(checkpoint => checkpoint.Path.Length)
        .Select(checkpoint => checkpoint.Path);

    private static long? StepOf(string path)
    {
        ReadOnlySpan<char> name = Path.GetFileName(path).AsSpan(Prefix.Length);
        name = name.EndsWith(Replaced, StringComparison.Ordinal) ? name[..^Replaced.Length] : name;
        return long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : null;
    }

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

        DiskFlush.Flush(file);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
