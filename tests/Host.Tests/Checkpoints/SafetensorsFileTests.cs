using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using MmoePipeline.Inference.Weights;
using TorchSharp;

namespace MmoePipeline.Host.Tests.Checkpoints;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    /// <summary>The file is taken apart by hand, as the format's description says.</summary>
    [Fact]
    public void Is_what_the_format_says()
    {
        using torch.Tensor matrix = torch.arange(6, torch.float32).view(2, 3).t();
        using torch.Tensor scalar = torch.tensor(7L);
        SafetensorsFile.Write(
            _file,
            [KeyValuePair.Create("scalar", scalar), KeyValuePair.Create("matrix", matrix)],
            new Dictionary<string, string> { ["epoch"] = "3" });

        byte[] content = File.ReadAllBytes(_file);
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(content);
        Assert.Equal(0, (headerLength + 8) % 8);
        using JsonDocument header = JsonDocument.Parse(content.AsMemory(8, headerLength));
        Assert.Equal("3", header.RootElement.GetProperty("__metadata__").GetProperty("epoch").GetString());
        JsonElement described = header.RootElement.GetProperty("matrix");
        Assert.Equal("F32", described.GetProperty("dtype").GetString());
        Assert.Equal([3, 2], described.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        int[] offsets = [.. described.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
        Assert.Equal(
            [0f, 3, 1, 4, 2, 5], MemoryMarshal.Cast<byte, float>(content.AsSpan(8 + headerLength + offsets[0], offsets[1] - offsets[0])).ToArray());
        int[] ofScalar = [.. header.RootElement.GetProperty("scalar").GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt32())];
        Assert.Equal("I64", header.RootElement.GetProperty("scalar").GetProperty("dtype").GetString());
        Assert.Equal(7, BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8 + headerLength + ofScalar[0])));
        Assert.Equal(content.Length, 8 + headerLength + ofScalar[1]);
    }
}
