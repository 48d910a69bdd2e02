using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MmoePipeline.Configuration;
using MmoePipeline.Configuration.Forms;
using MmoePipeline.Data;
using MmoePipeline.Data.Splits;
using MmoePipeline.Features;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Tables;
using MmoePipeline.Runs.Options.Data;
using MmoePipeline.Tasks;

namespace MmoePipeline.Engine.Data.Encoding;

/// <summary>
/// Encoded tables on disk, one file each, named by the hash of all that they depend on. Any file may be deleted at any time;
/// a damaged one is made again. A file that is used gets the time of its use, and those that weren't used for the longest time are deleted when all
/// together are larger than a limit.
/// </summary>
/// <param name="folder">The cache's folder; made when it is needed.</param>
/// <param name="limit">GiB of all files together.</param>
/// <param name="features">The features that tables are encoded for.</param>
/// <param name="logger">Hears of troubles, none of which stops a run.</param>
internal sealed class EncodedTableCache(string folder, double limit, RunFeatures features, ILogger logger)
{
    /// <summary>Part of the key: to be raised with every change of the encoding or the file's form.</summary>
    private const int Version = 9;

    /// <summary>The key of a table: equal for equal content of the source, split, features, labels, weights and groups.</summary>
    public static string Key(string fingerprint, DataOptions options, ImmutableArray<ITask> tasks)
    {
        var parts = new
        {
            Version,
            fingerprint,
            split = OptionsWriter.ToJson(OptionForms.Slot<ISplit>("split"), options.Split),
            options.Features.Numeric,
            scale = options.Features.NumericScale.ToString(),
            missing = options.Features.MissingNumeric.ToString(),
            options.Features.Categorical,
            vocabulary = options.Features.ToVocabularyLimits(),
            named = options.Features.Named.Select(slot => OptionsWriter.ToJson(OptionForms.Slot<IFeature>("feature"), slot)),
            badRows = options.OnBadRow.Policy.ToString(),
            tasks = tasks.Select(task => new { task.Label, task.Encoding, task.WeightColumn, task.GroupColumn }),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)));
    }

    /// <summary>Reads a table.</summary>
    /// <param name="key">The key.</param>
    /// <param name="source">The source, whose columns, and number of rows where it knows it, the table must have.</param>
    /// <param name="cancellation">Stops the count.</param>
    /// <returns>The table; null where it is not there, damaged, or not of the source.</returns>
    /// <exception cref="BadInputException">The source can't be read.</exception>
    public EncodedTable? TryRead(string key, IDataSource source, CancellationToken cancellation)
    {
        string path = PathOf(key);
        if (!File.Exists(path))
        {
            return null;
        }

        ImmutableArray<string> columns = SourceFaults.Translate(source, () => source.ReadColumnNames(cancellation));
        long? rows = SourceFaults.Translate(source, () => source.CountRows(cancellation));
        try
        {
            if (EncodedFile.Open(path) is { } file)
            {
                var table = new EncodedTable(file, features);
                if (table.FindDifference(columns, rows) is not { } difference)
                {
                    NoteUse(path);
                    logger.LogInformation("encoded columns from {Path}", path);
                    return table;
                }

                table.Dispose();
                logger.LogWarning(DataCodes.CacheUnusable + " {Path}: {Difference}, and is not of {Source}; the data is encoded again", path, difference, source.Description);
                return null;
            }

            logger.LogWarning(DataCodes.CacheUnusable + " {Path}: is damaged; the data is encoded again", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning(DataCodes.CacheUnusable + " {Path}: can't be read, the data is encoded again: {Reason}", path, exception.Message);
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
            logger.LogWarning(DataCodes.CacheNotWritable + " {Folder}: encoded columns can't be kept there: {Reason}", folder, exception.Message);
            return new EncodedTable(EncodedFile.OpenWritten(encoded ?? encode(Path.GetTempPath()), isTemporary: true), features);
        }

        logger.LogInformation("encoded columns kept in {Path}", PathOf(key));
        DeleteLeastRecentlyUsed(PathOf(key));
        return new EncodedTable(EncodedFile.OpenWritten(PathOf(key), isTemporary: false), features);
    }

    /// <summary>Gives a file the time of its use. Where that may not be written, the folder is not this user's to tidy.</summary>
    private void NoteUse(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogDebug("{Path}: its time can't be set: {Reason}", path, exception.Message);
        }
    }

    /// <summary>Deletes files until the others fit the limit. One that a run has mapped stays readable for that run.</summary>
    /// <param name="newest">A file that stays whatever its size.</param>
    private void DeleteLeastRecentlyUsed(string newest)
    {
        double bytes = limit * (1L << 30);
        foreach (FileInfo file in new DirectoryInfo(folder).GetFiles("*.columns").OrderByDescending(file => file.FullName == Path.GetFullPath(newest))
            .ThenByDescending(file => file.LastWriteTimeUtc))
        {
            bytes -= file.Length;
            if (bytes >= 0 || file.FullName == Path.GetFullPath(newest))
            {
                continue;
            }

            try
            {
                file.Delete();
                logger.LogInformation("{Path} is deleted: the encoded columns in its folder are larger than data.cacheLimit, {Limit} GiB", file.FullName, limit);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                logger.LogDebug("{Path} can't be deleted: {Reason}", file.FullName, exception.Message);
            }
        }
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.columns");
}
