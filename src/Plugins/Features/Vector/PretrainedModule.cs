using System.Runtime.InteropServices;
using MmoePipeline.Features;
using MmoePipeline.Modeling.Layers;
using TorchSharp;
using TorchSharp.Modules;

namespace MmoePipeline.Plugins.Features.Vector;

/// <summary>Looks up pretrained vectors. Row 0, that of unknown keys, is 0 and stays it.</summary>
internal sealed class PretrainedModule : FeatureModule
{
    private readonly torch.Tensor _vectors;
    private readonly EmbeddingLookup? _tuned;

    /// <summary>Makes the matrix.</summary>
    /// <param name="values">The vectors one after another.</param>
    /// <param name="dimension">The length of each.</param>
    /// <param name="isFrozen">Whether they stay as they are.</param>
    /// <param name="device">Where the matrix lives.</param>
    public PretrainedModule(float[] values, int dimension, bool isFrozen, torch.Device device)
        : base(nameof(PretrainedModule))
    {
        torch.Tensor vectors = torch.zeros([(values.Length / dimension) + 1, dimension], torch.float32, torch.CPU);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(vectors.bytes)[dimension..]);
        if (isFrozen)
        {
            _vectors = vectors.to(device);
            if (!ReferenceEquals(_vectors, vectors))
            {
                vectors.Dispose();
            }

            register_buffer("vectors", _vectors);
            return;
        }

        Parameter parameter = FreshParameter.From(vectors, device);
        _vectors = parameter;
        register_parameter("vectors", parameter);
        _tuned = new EmbeddingLookup(parameter, hasSparseGradient: false);
    }

    /// <inheritdoc/>
    public override torch.Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables)
    {
        torch.Tensor codes = input.Codes.select(1, 0);
        return _tuned is null
            ? _vectors.index_select(0, codes)
            : _tuned.Vectors(codes) * codes.gt(0).unsqueeze(1).to_type(_vectors.dtype);
    }
}
