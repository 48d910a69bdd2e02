using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Hash;

/// <summary>Encodes values by their hashes.</summary>
/// <param name="options">Buckets and functions.</param>
internal sealed class HashEncoder(HashFeatureOptions options) : FeatureEncoder
{
    /// <inheritdoc/>
    public override FeatureForm Form { get; } = new([.. Enumerable.Repeat(0, options.Functions)], 0);

    /// <inheritdoc/>
    public override bool HasModule => options.Functions == 2 && options.Combine != HashCombination.Concatenate;

    /// <inheritdoc/>
    public override int WidthOf(ImmutableArray<int> dimensions) => HasModule ? dimensions[0] : base.WidthOf(dimensions);

    /// <inheritdoc/>
    public override FeatureModule? CreateModule(FeatureModuleContext context) => HasModule ? new HashModule(options.Combine) : null;

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
    {
        Span<int> first = cells.Codes(0);
        Span<int> second = options.Functions == 2 ? cells.Codes(1) : [];
        for (int index = 0; index < rows.Length; index++)
        {
            string? text = columns[0].TextAt(rows[index]);
            first[index] = HashBuckets.First(text, options.Buckets);
            if (!second.IsEmpty)
            {
                second[index] = HashBuckets.Second(text, options.Buckets);
            }
        }
    }
}
