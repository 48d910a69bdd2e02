using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;

namespace MmoePipeline.Plugins.Features.Tags;

/// <summary>Encodes tags as lists of codes and weights.</summary>
/// <param name="options">How lists are read.</param>
/// <param name="vocabulary">The tags; null where they are codes already.</param>
internal sealed class TagsEncoder(TagsFeatureOptions options, Vocabulary? vocabulary) : FeatureEncoder
{
    private readonly bool _hasWeights = options.Weights is not null;

    /// <inheritdoc/>
    public override FeatureForm Form { get; } = new([], 0) { List = new ListForm([0], options.Weights is null ? 0 : 1) };

    /// <inheritdoc/>
    public override int WidthOf(ImmutableArray<int> dimensions) => dimensions[0];

    /// <inheritdoc/>
    public override FeatureModule CreateModule(FeatureModuleContext context) => new TagsModule(options.Pooling);

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
    {
        string? separator = options.Lists.Separator;
        foreach (int row in rows)
        {
            (int skipped, int used) = options.Lists.RangeOf(columns[0], row);
            var tags = new ListElements(columns[0], row, separator);
            tags.Skip(skipped);
            ListElements weights = default;
            if (_hasWeights)
            {
                weights = new ListElements(columns[1], row, separator);
                weights.Skip(skipped);
            }

            for (int element = 0; element < used && tags.MoveNext(); element++)
            {
                float weight = _hasWeights && weights.MoveNext() ? (float)weights.Number : 1;
                if (tags.Current.IsEmpty)
                {
                    continue;
                }

                int code = options.Vocabulary.CodeOf(vocabulary, tags.Current);
                if (_hasWeights)
                {
                    cells.Append([code], [weight]);
                }
                else
                {
                    cells.Append(code);
                }
            }

            cells.EndRow();
        }
    }
}
