using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;
using TorchSharp;

namespace MmoePipeline.Plugins.Features.Tags;

/// <summary>Pools the vectors of a row's tags.</summary>
/// <param name="pooling">How.</param>
internal sealed class TagsModule(TagPooling pooling) : FeatureModule(nameof(TagsModule))
{
    /// <inheritdoc/>
    public override torch.Tensor Forward(FeatureInput input, ImmutableArray<EmbeddingLookup> tables)
    {
        ListInput list = input.List!;
        torch.Tensor? weights = list.Values.size(0) > 0 ? list.Values.select(0, 0) : null;
        return pooling switch
        {
            TagPooling.Max => ListPooling.Max(list, tables[0].Vectors(list.Codes.select(0, 0))),
            TagPooling.Sum => tables[0].Sum(list, 0, weights),
            TagPooling.Mean => tables[0].Sum(list, 0, weights) / Divisor(weights is null ? list.Lengths.to(torch.float32) : Total(list, weights)),
            _ => tables[0].Sum(list, 0, weights) / Divisor(weights is null ? list.Lengths.to(torch.float32).sqrt() : Total(list, weights * weights).sqrt()),
        };
    }

    private static torch.Tensor Total(ListInput list, torch.Tensor values) => list.Sum(values.unsqueeze(1)).squeeze(1);

    /// <summary>The divisor, as a column; 1 where it is 0, because the sum is 0 there too.</summary>
    private static torch.Tensor Divisor(torch.Tensor sums) => torch.where(sums > 0, sums, torch.ones_like(sums)).unsqueeze(1);
}
