using System.Text.Json;
using System.Text.Unicode;
using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>What the header of a file in the safetensors format says. Nothing of it is believed before it was checked.</summary>
/// <param name="Tensors">The tensors by name; together they are all that comes after the header, without gap or overlap.</param>
/// <param name="Metadata">The texts of <c>__metadata__</c>.</param>
internal sealed record SafetensorsHeader(
    ImmutableSortedDictionary<string, StoredTensor> Tensors, ImmutableSortedDictionary<string, string> Metadata)
{
    /// <summary>The key of the texts that are no tensor.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>libtorch addresses no more dimensions in all of its operations.</summary>
    private const int MostDimensions = 64;

    /// <summary>Reads a header.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="start">Where the values begin in the file.</param>
    /// <param name="end">The length of the file.</param>
    /// <exception cref="FormatException">Something is wrong; the message says what.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long start, long end)
    {
        using JsonDocument document = Document(json);
        Require(document.RootElement.ValueKind == JsonValueKind.Object, "the header is not a JSON object");
        var tensors = ImmutableSortedDictionary.CreateBuilder<string, StoredTensor>(StringComparer.Ordinal);
        var metadata = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            string name = Name(property);
            if (name == MetadataKey)
            {
                metadata = Texts(property.Value);
            }
            else
            {
                tensors.Add(name, Tensor(name, property.Value, start, end));
            }
        }

        var header = new SafetensorsHeader(tensors.ToImmutable(), metadata);
        header.RequireSeamless(start, end);
        return header;
    }

    private static JsonDocument Document(ReadOnlyMemory<byte> json)
    {
        Require(Utf8.IsValid(json.Span), "the header is not UTF-8");
        try
        {
            // Looking for duplicates decodes the names.
            return Decoded(() => JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 4 }));
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the header is not JSON: {exception.Message}");
        }
    }

    private static ImmutableSortedDictionary<string, string> Texts(JsonElement value)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"{MetadataKey} is not an object");
        return value.EnumerateObject().ToImmutableSortedDictionary(Name, text => Text(text.Value, $"{MetadataKey}.{Name(text)}"), StringComparer.Ordinal);
    }

    private static StoredTensor Tensor(string name, JsonElement value, long start, long end)
    {
        Require(value.ValueKind == JsonValueKind.Object, $"{name} is not an object");
        string[] members = [.. value.EnumerateObject().Select(Name).Order(StringComparer.Ordinal)];
        Require(
            members is ["data_offsets", "dtype", "shape"],
            $"{name}: expected the members data_offsets, dtype and shape, found {string.Join(", ", members)}");
        string typeName = Text(value.GetProperty("dtype"), $"{name}.dtype");
        torch.ScalarType type = SafetensorsType.Find(typeName, out int width)
            ?? throw new FormatException($"{name}.dtype is '{typeName}'; {SafetensorsType.Names} are known");
        ImmutableArray<long> shape = Numbers(value.GetProperty("shape"), $"{name}.shape");
        Require(shape.Length <= MostDimensions, $"{name}.shape has {shape.Length} dimensions, {MostDimensions} are possible");
        ImmutableArray<long> offsets = Numbers(value.GetProperty("data_offsets"), $"{name}.data_offsets");
        Require(offsets.Length == 2, $"{name}.data_offsets: expected 2 values, found {offsets.Length}");
        (long from, long to) = (offsets[0], offsets[1]);
        Require(
            from <= to && to <= end - start,
            $"{name}.data_offsets are {from} and {to}; the values of the file end at {end - start}");
        long bytes = Bytes(name, shape, width);
        Require(bytes == to - from, $"{name} has {to - from} bytes; its shape and type need {bytes}");
        return new StoredTensor(type, shape, start + from, bytes);
    }

    /// <summary>The bytes of a tensor. A dimension of 0 does not excuse the others: libtorch multiplies them too.</summary>
    private static long Bytes(string name, ImmutableArray<long> shape, int width)
    {
        try
        {
            long most = shape.Aggregate((long)width, (product, size) => checked(product * Math.Max(size, 1)));
            return shape.Contains(0) ? 0 : most;
        }
        catch (OverflowException)
        {
            throw new FormatException($"{name}.shape is [{string.Join(", ", shape)}], which is more than a file can have");
        }
    }

    /// <summary>Values that no tensor has, or two have, are no file that a writer made.</summary>
    private void RequireSeamless(long start, long end)
    {
        long next = start;
        foreach ((string name, StoredTensor tensor) in Tensors.OrderBy(pair => pair.Value.Start).ThenBy(pair => pair.Value.Bytes))
        {
            Require(tensor.Start >= next, $"{name} begins at {tensor.Start - start}, inside of the tensor before it");
            Require(tensor.Start == next, $"the bytes {next - start} to {tensor.Start - start} belong to no tensor");
            next += tensor.Bytes;
        }

        Require(next == end, $"the {end - next} bytes at the end belong to no tensor");
    }

    private static ImmutableArray<long> Numbers(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Array, $"{path} is not a list");
        return [.. value.EnumerateArray().Select(item =>
            item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out long number) && number >= 0
                ? number
                : throw new FormatException($"{path}: expected whole numbers from 0 on, found {item.GetRawText()}"))];
    }

    private static string Name(JsonProperty property) => Decoded(() => property.Name);

    private static string Text(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.String, $"{path} is not a text");
        return Decoded(() => value.GetString()!);
    }

    /// <summary>Half of a character, written as an escape, shows when a text is decoded and not before.</summary>
    private static T Decoded<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (InvalidOperationException)
        {
            throw new FormatException("the header has a text that is not Unicode");
        }
    }

    private static void Require(bool isRight, string problem)
    {
        if (!isRight)
        {
            throw new FormatException(problem);
        }
    }
}
