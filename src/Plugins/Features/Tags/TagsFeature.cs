using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;

namespace MmoePipeline.Plugins.Features.Tags;

/// <summary>Several values in a cell, such as the genres of a film, as one vector: the sum, mean or maximum of theirs.</summary>
/// <remarks>
/// <para>
/// Each tag has a vector v and a weight w, 1 where no column of weights is named. <c>sum w v</c>, <c>sum w v / sum w</c> (mean), <c>sum w v / sqrt(sum w^2)</c> (sqrtn) or the
/// largest of each component (max). A row without tags, or whose weights are all 0, gets zeros. Tags that the vocabulary lacks count with row 0 of the table, or a hash bucket; missing
/// elements of a list are left out. The order of tags doesn't matter.
/// </para>
/// <para>When to use it: for sets of values. Where their order or their likeness to the item matters, such as in histories, use sequence.</para>
/// </remarks>
/// <param name="options">The columns, their values and vectors.</param>
[Plugin("tags")]
public sealed class TagsFeature(TagsFeatureOptions options) : IFeature
{
    /// <inheritdoc/>
    public string Name => options.Name ?? options.Column;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns =>
    [
        new(options.Column, ColumnForm.TextList),
        .. options.Weights is { } weights ? [new ColumnRequest(weights, ColumnForm.NumberList)] : Array.Empty<ColumnRequest>(),
    ];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables => [options.Embedding.ToTable(Name, options.Vocabulary.ToRows())];

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
        if (options.Weights is not { } name)
        {
            return;
        }

        string? separator = options.Lists.Separator;
        foreach (int row in rows)
        {
            int tags = ListElements.Count(columns[0], row, separator);
            int weights = ListElements.Count(columns[1], row, separator);
            if (tags != weights)
            {
                faults.Add(new FeatureFault(
                    row, name, FeatureCodes.UnequalLists, string.Create(CultureInfo.InvariantCulture, $"expected {tags} weights, as many as '{options.Column}' has tags, found {weights}")));
                continue;
            }

            var elements = new ListElements(columns[1], row, separator);
            for (int place = 1; elements.MoveNext(); place++)
            {
                if (!(elements.Number >= 0) || !float.IsFinite((float)elements.Number))
                {
                    string found = elements.Current.IsEmpty ? elements.Number.ToString("R", CultureInfo.InvariantCulture) : elements.Current.ToString();
                    faults.Add(new FeatureFault(
                        row,
                        name,
                        FeatureCodes.NotANumber,
                        string.Create(CultureInfo.InvariantCulture, $"expected weights from 0 to 3.4028235E+38, found {(found == "NaN" ? "none" : CellText.Quote(found))} as weight {place}")));
                    break;
                }
            }
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) =>
        new ListLearner(options.Lists, [(options.Column, vocabularies[0])], listCount: 1);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new TagsEncoder(options, state.Vocabularies[0]);
}
