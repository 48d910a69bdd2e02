using MmoePipeline.Features;
using TorchSharp;

namespace MmoePipeline.Plugins.Features.Hash;

/// <summary>Adds or multiplies the two vectors of each value.</summary>
/// <param name="combine">Which of the two.</param>
internal sealed class HashModule(HashCombination combine) : FeatureModule(nameof(HashModule))
{
    /// <inheritdoc/>
    public override torch.Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables)
    {
        torch.Tensor first = tables[0].Vectors(input.Codes.select(1, 0));
        torch.Tensor second = tables[0].Vectors(input.Codes.select(1, 1));
        return combine == HashCombination.Sum ? first + second : first * second;
    }
}
