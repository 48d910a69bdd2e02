using System.Buffers.Binary;
using System.Text.Json;
using MmoePipeline.Data;

namespace MmoePipeline.Plugins.Features.Vector.Files;

/// <summary>
/// Reads a matrix of a safetensors file (format: 8 bytes with the header's length, little-endian; the header, JSON; the tensors' bytes). It believes nothing of the header before
/// it was checked.
/// </summary>
internal static class SafetensorsVectors
{
    /// <summary>The largest header that the format allows.</summary>
    private const long LongestHeader = 100_000_000;

    /// <summary>Reads a matrix.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The tensor.</param>
    /// <exception cref="BadInputException">The file can't be read, or has no such matrix of F32, F64 or F16.</exception>
    public static VectorTable Read(string path, string name)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            (int rows, int dimension, string type, long start) = Find(path, file, name);
            file.Position = start;
            return new VectorTable(null, rows, dimension, Values(file, type, rows * dimension));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw VectorFile.Fault(path, null, $"can't be read: {exception.Message}");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw VectorFile.Fault(path, null, $"is not a safetensors file: {exception.Message}");
        }
    }

    private static (int Rows, int Dimension, string Type, long Start) Find(string path, FileStream file, string name)
    {
        Span<byte> prefix = stackalloc byte[8];
        long length = file.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) == prefix.Length ? BinaryPrimitives.ReadInt64LittleEndian(prefix) : -1;
        if (length is < 2 or > LongestHeader || length > file.Length - prefix.Length)
        {
            throw VectorFile.Fault(path, null, "is not a safetensors file: its header is longer than the file or than the format allows");
        }

        byte[] bytes = new byte[length];
        file.ReadExactly(bytes);
        using JsonDocument header = JsonDocument.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
        if (!header.RootElement.TryGetProperty(name, out JsonElement tensor))
        {
            string names = string.Join(", ", header.RootElement.EnumerateObject().Select(property => property.Name).Where(key => key != "__metadata__"));
            throw VectorFile.Fault(path, null, $"has no tensor {CellText.Quote(name)}; its tensors are {CellText.Cut(names, 200)}");
        }

        string type = tensor.GetProperty("dtype").GetString() ?? "";
        int size = type switch { "F64" => 8, "F32" => 4, "F16" => 2, _ => 0 };
        long[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(number => number.GetInt64())];
        long[] offsets = [.. tensor.GetProperty("data_offsets").EnumerateArray().Select(number => number.GetInt64())];
        if (size == 0 || shape.Length != 2 || shape.Any(extent => extent is < 0 or > int.MaxValue) || shape[0] * shape[1] > Array.MaxLength)
        {
            throw VectorFile.Fault(
                path,
                null,
                $"the tensor {CellText.Quote(name)} is {CellText.Quote(type)} of shape [{string.Join(", ", shape)}]; expected F32, F64 or F16 of shape [rows, length] with at most {Array.MaxLength} numbers");
        }

        long data = file.Length - prefix.Length - length;
        return offsets.Length == 2 && offsets[0] >= 0 && offsets[1] <= data && offsets[1] - offsets[0] == shape[0] * shape[1] * size
            ? ((int)shape[0], (int)shape[1], type, prefix.Length + length + offsets[0])
            : throw VectorFile.Fault(
                path, null, $"the bytes of the tensor {CellText.Quote(name)} are at [{string.Join(", ", offsets)}] of {data}; expected {shape[0] * shape[1] * size} bytes within them");
    }

    private static float[] Values(FileStream file, string type, int count)
    {
        int size = type switch { "F64" => 8, "F32" => 4, _ => 2 };
        float[] values = new float[count];
        byte[] buffer = new byte[size << 13];
        for (int next = 0; next < count;)
        {
            Span<byte> block = buffer.AsSpan(0, (int)Math.Min(buffer.Length, (long)(count - next) * size));
            file.ReadExactly(block);
            for (int at = 0; at < block.Length; at += size)
            {
                values[next++] = size switch
                {
                    8 => (float)BinaryPrimitives.ReadDoubleLittleEndian(block[at..]),
                    4 => BinaryPrimitives.ReadSingleLittleEndian(block[at..]),
                    _ => (float)BinaryPrimitives.ReadHalfLittleEndian(block[at..]),
                };
            }
        }

        return values;
    }
}
