using System.Globalization;
using MmoePipeline.Inference.Features;
using MmoePipeline.Inference.Networks;
using MmoePipeline.Inference.Prediction.Files;
using MmoePipeline.Inference.Weights;
using MmoePipeline.Modeling;
using MmoePipeline.Runs.Folders;
using MmoePipeline.Runs.Options.Data;
using TorchSharp;

namespace MmoePipeline.Inference.Prediction;

/// <summary>What a run left that predicting needs: its encoding and the weights of its best epoch. It holds the checkpoint open.</summary>
internal sealed class TrainedRun : IDisposable
{
    private readonly SafetensorsReader _checkpoint;
    private readonly string _name;

    private TrainedRun(RunFolder folder)
    {
        Folder = folder;
        _name = Path.GetRelativePath(".", folder.BestCheckpoint);
        Encoding = EncodingFile.Read(folder.EncodingFile);
        _checkpoint = SafetensorsReader.OpenOfRun(folder.BestCheckpoint);
        if (_checkpoint.Metadata.GetValueOrDefault(WeightsMetadata.Encoding) != Encoding.Checksum)
        {
            _checkpoint.Dispose();
            throw new BadInputException(
                PredictionCodes.NotOfOneRun,
                Path.GetRelativePath(".", folder.EncodingFile),
                $"is not the encoding that {_name} was trained with; the two are not of one run.");
        }
    }

    /// <summary>The run's folder.</summary>
    public RunFolder Folder { get; }

    /// <summary>How features are encoded.</summary>
    public EncodingFile Encoding { get; }

    /// <summary>The epoch, from 1, that the weights are of.</summary>
    /// <exception cref="BadInputException">The checkpoint does not tell.</exception>
    public int Epoch =>
        int.TryParse(_checkpoint.Metadata.GetValueOrDefault(WeightsMetadata.Epoch), NumberStyles.None, CultureInfo.InvariantCulture, out int epoch)
            ? epoch
            : throw new BadInputException(PredictionCodes.NoEpoch, _name, "does not say its epoch; it is not a checkpoint of a run.");

    /// <summary>Opens what a run left.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <exception cref="BadInputException">Something of it is not there, or damaged.</exception>
    public static TrainedRun Open(RunFolder folder)
    {
        string name = Path.GetRelativePath(".", folder.FullPath);
        return !File.Exists(folder.EncodingFile)
            ? throw new BadInputException(PredictionCodes.NoEncoding, name, $"has no {Path.GetFileName(folder.EncodingFile)}; a run of an older version leaves none, and can't predict other rows.")
            : !File.Exists(folder.BestCheckpoint)
                ? throw new BadInputException(PredictionCodes.NoWeights, name, "has no checkpoints/best.safetensors; the run ended before its first epoch did.")
                : new TrainedRun(folder);
    }

    /// <summary>Reports when the configuration names other features than those that were encoded.</summary>
    /// <param name="features">The features of the configuration.</param>
    /// <exception cref="BadInputException">The two are not of one run.</exception>
    public void Require(FeatureOptions features)
    {
        if (!features.Categorical.SequenceEqual(Encoding.Categorical.Select(field => field.Column))
            || !features.Numeric.SequenceEqual(Encoding.Numeric.Select(field => field.Column))
            || features.NumericScale != Encoding.NumericScale
            || features.MissingNumeric != Encoding.MissingNumeric)
        {
            throw new BadInputException(
                PredictionCodes.NotOfOneRun,
                Path.GetRelativePath(".", Folder.EncodingFile),
                $"is of other features than {Path.GetFileName(Folder.ConfigurationFile)}; the two are not of one run.");
        }
    }

    /// <summary>Puts the weights of the best epoch into a network.</summary>
    /// <exception cref="BadInputException">The network is another than the one that was trained.</exception>
    public void Restore(MultiTaskModel model)
    {
        const string Prefix = "model.";
        using DisposeScope scope = torch.NewDisposeScope();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string name, torch.Tensor tensor) in ModuleState.Of(Prefix, model))
        {
            names.Add(name);
            _checkpoint.Read(name, tensor);
        }

        if (_checkpoint.Tensors.Keys.FirstOrDefault(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !names.Contains(name)) is { } other)
        {
            throw new BadInputException(PredictionCodes.OtherNetwork, _name, $"has '{other}', which the network of {Path.GetFileName(Folder.ConfigurationFile)} does not have.");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _checkpoint.Dispose();
}
