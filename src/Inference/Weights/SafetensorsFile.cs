using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using MmoePipeline.Runs.Storage;
using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>
/// Writes tensors in the safetensors format: an 8-byte little-endian length, a JSON header of that length that gives type,
/// shape and place of every tensor, and the raw values. It holds data only, never code.
/// </summary>
/// <remarks>https://github.com/huggingface/safetensors, "Format". No maintained .NET package writes it.</remarks>
internal static class SafetensorsFile
{
    /// <summary>Writes a file so that it is either there and whole or not there.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tensors">Tensors by name, on any device.</param>
    /// <param name="metadata">Texts for the header, which gets a <see cref="SafetensorsChecksum"/> besides.</param>
    /// <exception cref="NotSupportedException">The format has no name for a tensor's type.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    public static void Write(
        string path,
        IEnumerable<KeyValuePair<string, torch.Tensor>> tensors,
        IReadOnlyDictionary<string, string> metadata) => DurableFile.Write(path, stream => Write(stream, tensors, metadata));

    /// <summary>Writes the bytes of a file.</summary>
    /// <param name="stream">Where they go.</param>
    /// <param name="tensors">Tensors by name, on any device.</param>
    /// <param name="metadata">Texts for the header, which gets a <see cref="SafetensorsChecksum"/> besides.</param>
    /// <exception cref="NotSupportedException">The format has no name for a tensor's type.</exception>
    public static void Write(
        Stream stream,
        IEnumerable<KeyValuePair<string, torch.Tensor>> tensors,
        IReadOnlyDictionary<string, string> metadata)
    {
        KeyValuePair<string, torch.Tensor>[] sorted = [.. tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
        byte[] header = Header(sorted, [.. metadata, KeyValuePair.Create(SafetensorsChecksum.Key, Checksum(sorted, metadata))]);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, torch.Tensor tensor) in sorted)
        {
            WithBytes(tensor, bytes => stream.Write(bytes));
        }
    }

    private static string Checksum(KeyValuePair<string, torch.Tensor>[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var checksum = new SafetensorsChecksum(metadata);
        foreach ((string name, torch.Tensor tensor) in tensors)
        {
            checksum.Append(name, tensor.dtype, tensor.shape);
            WithBytes(tensor, bytes => checksum.Append(bytes));
        }

        return checksum.Text;
    }

    private static void WithBytes(torch.Tensor tensor, Action<Span<byte>> use)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGrad = torch.no_grad();
        torch.Tensor values = tensor.detach().contiguous().cpu();
        TensorBytes.ForEachPart(values, use);
    }

    private static byte[] Header(
        KeyValuePair<string, torch.Tensor>[] tensors, IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach ((string name, torch.Tensor tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsType.NameOf(tensor.dtype));
                json.WriteStartArray("shape");
                foreach (long size in tensor.shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += tensor.numel() * tensor.element_size();
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // Values start at a multiple of 8, which readers that map the file into memory rely on; spaces pad the header.
        int padding = (int)((8 - (buffer.Length % 8)) % 8);
        buffer.Write(Encoding.ASCII.GetBytes(new string(' ', padding)));
        return buffer.ToArray();
    }
}
