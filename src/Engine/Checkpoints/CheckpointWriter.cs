using System.Globalization;
using MmoePipeline.Engine.Networks;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Runs.Folders;
using TorchSharp;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>Writes weights of a run for prediction and inspection; <see cref="CheckpointStore"/> has what it can be resumed from.</summary>
/// <param name="folder">The run folder.</param>
/// <param name="network">What is saved.</param>
/// <param name="encoding">The checksum of the encoding that it is trained with.</param>
internal sealed class CheckpointWriter(RunFolder folder, TrainedNetwork network, string encoding)
{
    /// <summary>Writes network and loss weighting, after an epoch that is the best so far.</summary>
    /// <returns>The file.</returns>
    public string WriteBest(int epoch, long step) => Write("best.safetensors", network.State, epoch, step);

    /// <summary>Writes network, loss weighting and optimizer as they were after the last step that was completed.</summary>
    /// <returns>The file.</returns>
    public string WriteFailed(int epoch, long step) => Write(
        "failed.safetensors",
        [
            .. network.State,
            .. network.Update.Optimizer.State.Select(pair => KeyValuePair.Create($"optimizer.{pair.Key}", pair.Value)),
        ],
        epoch,
        step);

    private string Write(string name, IEnumerable<KeyValuePair<string, torch.Tensor>> tensors, int epoch, long step)
    {
        string path = Path.Combine(folder.Checkpoints, name);
        SafetensorsFile.Write(path, tensors, new Dictionary<string, string>
        {
            [WeightsMetadata.Epoch] = epoch.ToString(CultureInfo.InvariantCulture),
            [WeightsMetadata.Step] = step.ToString(CultureInfo.InvariantCulture),
            [WeightsMetadata.Encoding] = encoding,
        });
        return path;
    }
}
