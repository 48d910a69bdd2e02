using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MmoePipeline.Host.Composition;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>
/// Encoded tables on disk, one file each, named by the hash of all that they depend on. Any file may be deleted at any time;
/// a damaged one is made anew.
/// </summary>
/// <param name="folder">The cache's folder; made when it is needed.</param>
/// <param name="logger">Hears of troubles, none of which stops a run.</param>
internal sealed class EncodedTableCache(string folder, ILogger logger)
{
    /// <summary>Part of the key: to be raised with every change of the encoding or the file's form.</summary>
    private const int Version = 5;

    /// <summary>The key of a table: equal for equal content of the source, split, features, labels, weights and groups.</summary>
    public static string Key(string fingerprint, DataOptions options, ImmutableArray<ITask> tasks)
    {
        var parts = new
        {
            Version,
            fingerprint,
            split = options.Split.PartOfResidue(),
            options.Features.Numeric,
            scale = options.Features.NumericScale.ToString(),
            options.Features.Categorical,
            vocabulary = VocabularyLimits.Of(options.Features),
            badRows = options.OnBadRow.Policy.ToString(),
            tasks = tasks.Select(task => new { task.Label, task.Encoding, task.WeightColumn, task.GroupColumn }),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    /// <summary>Reads a table.</summary>
    /// <returns>The table; null where it is not there or damaged.</returns>
    public EncodedTable? TryRead(string key)
    {
        string path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            if (EncodedFile.Open(path) is { } file)
            {
                logger.LogInformation("encoded columns from {Path}", path);
                return new EncodedTable(file);
            }

            logger.LogWarning("{Path} is damaged; the data is encoded anew", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Path} can't be read, the data is encoded anew: {Reason}", path, exception.Message);
        }

        return null;
    }

    /// <summary>Has a table encoded and keeps it, so that it is whole or not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="encode">Encodes into a new file of a folder and tells its path.</param>
    /// <returns>The table: the kept one, or where nothing can be kept, one of a temporary file.</returns>
    /// <exception cref="BadInputException">The table can't be read or encoded.</exception>
    /// <exception cref="IOException">Nor can a temporary file be written.</exception>
    public EncodedTable Write(string key, Func<string, string> encode)
    {
        string? encoded = null;
        try
        {
            Directory.CreateDirectory(folder);
            encoded = encode(folder);
            File.Move(encoded, PathOf(key), overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("encoded columns can't be kept in {Folder}: {Reason}", folder, exception.Message);
            return new EncodedTable(EncodedFile.OpenWritten(encoded ?? encode(Path.GetTempPath()), isTemporary: true));
        }

        logger.LogInformation("encoded columns kept in {Path}", PathOf(key));
        return new EncodedTable(EncodedFile.OpenWritten(PathOf(key), isTemporary: false));
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.columns");
}
