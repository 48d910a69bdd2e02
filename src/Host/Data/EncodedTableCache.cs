using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MmoePipeline.Host.Composition;
using MmoePipeline.Tasks;

namespace MmoePipeline.Host.Data;

/// <summary>
/// Encoded tables on disk, one file each, named by the hash of all that they depend on. Any file may be deleted at any time;
/// a damaged one is made anew.
/// </summary>
/// <remarks>
/// A file is a 4-byte little-endian length, a JSON header of that length, the arrays of the three parts, and the SHA-256 of all
/// before it.
/// </remarks>
/// <param name="folder">The cache's folder; made when it is needed.</param>
/// <param name="logger">Hears of troubles, none of which stops a run.</param>
internal sealed class EncodedTableCache(string folder, ILogger logger)
{
    /// <summary>Part of the key: to be raised with every change of the encoding or the file's form.</summary>
    private const int Version = 1;

    /// <summary>The key of a table: equal for equal content of the source, split, features and labels.</summary>
    public static string Key(string fingerprint, DataOptions options, ImmutableArray<ITask> tasks)
    {
        var parts = new
        {
            Version,
            fingerprint,
            split = options.Split.PartOfResidue(),
            options.Features.Numeric,
            options.Features.Categorical,
            tasks = tasks.Select(task => new { task.Label, task.Encoding }),
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
            byte[] content = File.ReadAllBytes(path);
            if (Parse(content) is { } table)
            {
                logger.LogInformation("encoded columns from {Path}", path);
                return table;
            }

            logger.LogWarning("{Path} is damaged; the data is encoded anew", path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("{Path} can't be read, the data is encoded anew: {Reason}", path, exception.Message);
        }

        return null;
    }

    /// <summary>Writes a table, so that it is whole or not there.</summary>
    public void Write(string key, EncodedTable table)
    {
        string temporary = Path.Combine(folder, $"{Path.GetRandomFileName()}.tmp");
        try
        {
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(temporary, Format(table));
            File.Move(temporary, PathOf(key), overwrite: true);
            logger.LogInformation("encoded columns kept in {Path}", PathOf(key));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("encoded columns can't be kept in {Folder}: {Reason}", folder, exception.Message);
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }

    private string PathOf(string key) => Path.Combine(folder, $"{key}.columns");

    private static byte[] Format(EncodedTable table)
    {
        using var stream = new MemoryStream();
        byte[] header = JsonSerializer.SerializeToUtf8Bytes(new Header(
            table.Encoding, table.Training.Rows, table.Validation.Rows, table.Test.Rows, table.Test.Targets.Length / table.Test.Rows));
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (EncodedRows rows in new[] { table.Training, table.Validation, table.Test })
        {
            stream.Write(MemoryMarshal.AsBytes(rows.Categorical));
            stream.Write(MemoryMarshal.AsBytes(rows.Numeric));
            stream.Write(MemoryMarshal.AsBytes(rows.Targets));
        }

        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    private static EncodedTable? Parse(byte[] content)
    {
        int end = content.Length - SHA256.HashSizeInBytes;
        if (end < sizeof(int) || !SHA256.HashData(content.AsSpan(0, end)).AsSpan().SequenceEqual(content.AsSpan(end)))
        {
            return null;
        }

        // The hash holds, so the rest is as it was written.
        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(content);
        Header header = JsonSerializer.Deserialize<Header>(Encoding.UTF8.GetString(content, sizeof(int), headerLength))!;
        int offset = sizeof(int) + headerLength;
        return new EncodedTable(header.Encoding, Rows(header.Training), Rows(header.Validation), Rows(header.Test));

        EncodedRows Rows(int rows) => new(
            Take<int>(rows * header.Encoding.Categorical.Length),
            Take<float>(rows * header.Encoding.Numeric.Length),
            Take<float>(rows * header.Tasks),
            rows);

        T[] Take<T>(int count)
            where T : unmanaged
        {
            T[] values = new T[count];
            Span<byte> bytes = MemoryMarshal.AsBytes(values.AsSpan());
            content.AsSpan(offset, bytes.Length).CopyTo(bytes);
            offset += bytes.Length;
            return values;
        }
    }

    private sealed record Header(FeatureEncoding Encoding, int Training, int Validation, int Test, int Tasks);
}
