using System.Security.Cryptography;
using System.Text.Json;
using MmoePipeline.Inference.Weights;
using TorchSharp;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>A checkpoint that was read and is whole. It owns its tensors.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="State">All that is no tensor.</param>
/// <param name="Tensors">The tensors by name, on the CPU; they belong to no dispose scope.</param>
internal sealed record SavedCheckpoint(string Path, JsonElement State, IReadOnlyDictionary<string, torch.Tensor> Tensors) : IDisposable
{
    /// <summary>Reads a checkpoint.</summary>
    /// <param name="path">Its folder.</param>
    /// <exception cref="BadInputException">It is not whole: a file is missing or is not as it was written.</exception>
    public static SavedCheckpoint Read(string path)
    {
        foreach ((string name, string due) in Checksums(path))
        {
            if (!HashOf(path, name).Equals(due, StringComparison.OrdinalIgnoreCase))
            {
                throw new BadInputException(CheckpointCodes.HashDiffers, System.IO.Path.Combine(path, name), "is not as it was written; its SHA-256 is different.");
            }
        }

        try
        {
            // Its hash is right, so what is wrong now is another version's form.
            var state = JsonElement.Parse(File.ReadAllBytes(System.IO.Path.Combine(path, CheckpointStore.StateName)));
            using var tensors = SafetensorsReader.OpenOfRun(System.IO.Path.Combine(path, CheckpointStore.TensorsName));
            return new SavedCheckpoint(
                path, state, tensors.Tensors.Keys.ToDictionary(name => name, name => tensors.Read(name).DetachFromDisposeScope()));
        }
        catch (JsonException exception)
        {
            throw new BadInputException(CheckpointCodes.UnreadableState, System.IO.Path.Combine(path, CheckpointStore.StateName), $"{exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (torch.Tensor tensor in Tensors.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>The hashes that are due, of just the two files.</summary>
    private static Dictionary<string, string> Checksums(string path)
    {
        string file = System.IO.Path.Combine(path, CheckpointStore.ChecksumsName);
        if (!File.Exists(file))
        {
            throw new BadInputException(CheckpointCodes.Incomplete, path, $"is not a whole checkpoint; it has no {CheckpointStore.ChecksumsName}.");
        }

        string[][] lines = [.. File.ReadAllLines(file).Select(line => line.Split("  "))];
        return lines.All(line => line.Length == 2)
            && lines.Select(line => line[1]).Order(StringComparer.Ordinal).SequenceEqual([CheckpointStore.StateName, CheckpointStore.TensorsName])
            ? lines.ToDictionary(line => line[1], line => line[0])
            : throw new BadInputException(
                CheckpointCodes.DamagedChecksums,
                file,
                $"is damaged; expected a line each for {CheckpointStore.StateName} and {CheckpointStore.TensorsName}.");
    }

    private static string HashOf(string path, string name)
    {
        string file = System.IO.Path.Combine(path, name);
        if (!File.Exists(file))
        {
            throw new BadInputException(CheckpointCodes.Incomplete, file, "is missing.");
        }

        using FileStream stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
