using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>
/// A checksum of tensors and texts, kept among the texts of a file: the format has none, and a flipped bit among the values would
/// be another model.
/// </summary>
/// <remarks>XXH128 of the texts by key, then of each tensor by name: name, type, shape and values. Ordinal orders.</remarks>
internal sealed class SafetensorsChecksum
{
    /// <summary>The key of the checksum among the texts.</summary>
    public const string Key = "checksum";

    private readonly XxHash128 _hash = new();

    /// <summary>Begins with the texts, of which the checksum itself does not count.</summary>
    public SafetensorsChecksum(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        foreach ((string key, string value) in metadata.Where(text => text.Key != Key).OrderBy(text => text.Key, StringComparer.Ordinal))
        {
            Append(key);
            Append(value);
        }
    }

    /// <summary>The checksum of all that was added.</summary>
    public string Text => $"xxh128:{Convert.ToHexStringLower(_hash.GetCurrentHash())}";

    /// <summary>Adds the description of the next tensor; its values come next.</summary>
    public void Append(string name, torch.ScalarType type, IEnumerable<long> shape)
    {
        Append(name);
        Append(SafetensorsType.NameOf(type));
        Append(string.Join(',', shape.Select(size => size.ToString(CultureInfo.InvariantCulture))));
    }

    /// <summary>Adds some of the values of a tensor.</summary>
    public void Append(ReadOnlySpan<byte> values) => _hash.Append(values);

    /// <summary>No text holds the byte that ends it, so that no two lists of texts are one.</summary>
    private void Append(string text) => _hash.Append([.. Encoding.UTF8.GetBytes(text), 0xFF]);
}
