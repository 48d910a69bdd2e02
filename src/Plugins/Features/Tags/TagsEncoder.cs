using System.Buffers;
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
        var reader = new ListCodes(columns[0], separator, options.Vocabulary, vocabulary);
        int[] codes = ArrayPool<int>.Shared.Rent(options.Lists.MaximumLength);
        foreach (int row in rows)
        {
            (int skipped, int used) = options.Lists.RangeOf(columns[0], row);
            Span<int> ofRow = codes.AsSpan(0, used);
            reader.Read(row, skipped, ofRow);
            if (_hasWeights)
            {
                Append(ofRow, new ListElements(columns[1], row, separator), skipped, cells);
            }
            else
            {
                AppendPresent(ofRow, cells);
            }

            cells.EndRow();
        }

        ArrayPool<int>.Shared.Return(codes);
    }

    private static void AppendPresent(ReadOnlySpan<int> codes, FeatureCells cells)
    {
        for (ReadOnlySpan<int> rest = codes; !rest.IsEmpty;)
        {
            int missing = rest.IndexOf(ListCodes.Missing);
            cells.AppendAll(missing < 0 ? rest : rest[..missing]);
            rest = missing < 0 ? default : rest[(missing + 1)..];
        }
    }

    private static void Append(ReadOnlySpan<int> codes, ListElements weights, int skipped, FeatureCells cells)
    {
        weights.Skip(skipped);
        foreach (int code in codes)
        {
            weights.MoveNext();
            if (code != ListCodes.Missing)
            {
                cells.Append([code], [(float)weights.Number]);
            }
        }
    }
}
