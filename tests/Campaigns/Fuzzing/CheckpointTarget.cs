using MmoePipeline.Inference.Weights;
using TorchSharp;

namespace MmoePipeline.Campaigns.Fuzzing;

/// <summary>Checkpoints, damaged: what is read has the values that were written.</summary>
internal sealed class CheckpointTarget : IFuzzTarget
{
    private static readonly byte[][] Pieces =
    [
        [0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [.. "{"u8], [.. "\"F64\""u8], [.. "[9223372036854775807]"u8], [.. "-1"u8], [.. "\"data_offsets\":[0,0]"u8],
    ];

    private readonly Lazy<byte[]> _whole = new(Write);

    /// <inheritdoc/>
    public string Name => "checkpoint";

    /// <inheritdoc/>
    public int Share => 15;

    /// <inheritdoc/>
    public bool IsRefused(Random random, string folder)
    {
        string path = Path.Combine(folder, "best.safetensors");
        File.WriteAllBytes(path, Damage.Of(random, _whole.Value, Pieces));
        using DisposeScope scope = torch.NewDisposeScope();
        try
        {
            using var reader = SafetensorsReader.OpenOfRun(path);
            Dictionary<string, torch.Tensor> written = Tensors();
            return reader.Tensors.Keys.SequenceEqual(written.Keys.Order(StringComparer.Ordinal))
                && written.All(tensor => reader.Read(tensor.Key).Equals(tensor.Value))
                    ? false : throw new FuzzException("other tensors are read than were written");
        }
        catch (BadInputException exception)
        {
            return exception.Message.Length is > 0 and < 2000
                ? true : throw new FuzzException($"a message of {exception.Message.Length} letters");
        }
    }

    private static byte[] Write()
    {
        string path = Path.GetTempFileName();
        try
        {
            using DisposeScope scope = torch.NewDisposeScope();
            SafetensorsFile.Write(path, Tensors(), new Dictionary<string, string> { ["epoch"] = "3", ["step"] = "1200" });
            return File.ReadAllBytes(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static Dictionary<string, torch.Tensor> Tensors() => new()
    {
        ["model.embedding"] = torch.arange(24, torch.float32).reshape(6, 4),
        ["model.tower.bias"] = torch.tensor(new[] { 0.5, -1 }),
        ["step"] = torch.tensor(1200L),
        ["empty"] = torch.zeros(0, 3),
    };
}
