using TorchSharp;

namespace MmoePipeline.Inference.Weights;

/// <summary>The types of values that checkpoints hold, and what the safetensors format calls them.</summary>
internal static class SafetensorsType
{
    private static readonly ImmutableArray<(string Name, torch.ScalarType Type, int Bytes)> Known =
    [
        ("F32", torch.ScalarType.Float32, sizeof(float)),
        ("F64", torch.ScalarType.Float64, sizeof(double)),
        ("F16", torch.ScalarType.Float16, 2),
        ("BF16", torch.ScalarType.BFloat16, 2),
        ("I64", torch.ScalarType.Int64, sizeof(long)),
        ("I32", torch.ScalarType.Int32, sizeof(int)),
        ("I16", torch.ScalarType.Int16, sizeof(short)),
        ("I8", torch.ScalarType.Int8, sizeof(sbyte)),
        ("BOOL", torch.ScalarType.Bool, sizeof(bool)),
        ("U8", torch.ScalarType.Byte, sizeof(byte)),
    ];

    /// <summary>The names, for messages.</summary>
    public static string Names { get; } = string.Join(", ", Known.Select(known => known.Name));

    /// <summary>What the format calls a type.</summary>
    /// <exception cref="NotSupportedException">Checkpoints hold no such values.</exception>
    public static string NameOf(torch.ScalarType type) =>
        Known.FirstOrDefault(known => known.Type == type).Name ?? throw new NotSupportedException($"A checkpoint can't hold tensors of type {type}.");

    /// <summary>The type of a name.</summary>
    /// <param name="name">What the format calls it.</param>
    /// <param name="bytes">The bytes of a value.</param>
    /// <returns>The type; null where the name is none of the known ones.</returns>
    public static torch.ScalarType? Find(string name, out int bytes)
    {
        (string? found, torch.ScalarType type, bytes) = Known.FirstOrDefault(known => known.Name == name);
        return found is null ? null : type;
    }
}
