using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Lists;

namespace MmoePipeline.Plugins.Features.Sequence;

/// <summary>A history: parallel lists of what happened before a row, oldest first, as one vector.</summary>
/// <remarks>
/// <para>
/// An event's vector e is the vectors of its categories one after another, and its numbers. Pooling is their sum, mean or last one; <c>attention</c>, the local activation unit of
/// DIN (Zhou et al.: Deep Interest Network for Click-Through Rate Prediction, KDD 2018, section 4.3): <c>sum a(e, t) e</c> with the target's vector t, where a is a perceptron of
/// e, t and e * t, whose weights are free to sum to any number, or with softmax to 1; <c>self-attention</c> of one block with positions from the end (Kang and McAuley:
/// Self-Attentive Sequential Recommendation, ICDM 2018, equations 1 to 4), then the mean; or a <c>gru</c> (Cho et al. 2014). A row without events gets zeros. A missing element
/// keeps its place: of a category it is row 0 of the table, of numbers the mean.
/// </para>
/// <para>When to use it: for histories of users, with attention where the item to rank is of the same kind; share its table (<c>table</c>) with the item's feature.</para>
/// </remarks>
/// <param name="options">The columns, their values, vectors and pooling.</param>
[Plugin("sequence")]
public sealed class SequenceFeature(SequenceFeatureOptions options) : IFeature
{
    private readonly SequenceColumns _columns = new(options);

    /// <inheritdoc/>
    public string Name => options.Name ?? options.Columns[0].Column;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => _columns.Requests;

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables =>
        [.. _columns.Categories.Select((column, index) => column.Embedding.ToTable(_columns.Categories.Length == 1 ? Name : $"{Name}.{column.Column}", column.Vocabulary.ToRows()))];

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
        string? separator = options.Lists.Separator;
        foreach (int row in rows)
        {
            int events = ListElements.Count(columns[0], row, separator);
            for (int column = 1; column < options.Columns.Length; column++)
            {
                int found = ListElements.Count(columns[column], row, separator);
                if (found != events)
                {
                    faults.Add(new FeatureFault(
                        row,
                        options.Columns[column].Column,
                        FeatureCodes.UnequalLists,
                        string.Create(CultureInfo.InvariantCulture, $"expected {events} elements, as many as '{options.Columns[0].Column}' has, found {found}")));
                    break;
                }
            }

            CheckNumbers(columns, row, faults);
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new SequenceLearner(options, _columns, vocabularies);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new SequenceEncoder(options, _columns, state);

    private void CheckNumbers(ImmutableArray<TableColumn> columns, int row, IList<FeatureFault> faults)
    {
        foreach (int column in _columns.NumberIndices)
        {
            var elements = new ListElements(columns[column], row, options.Lists.Separator);
            for (int place = 1; elements.MoveNext(); place++)
            {
                double number = elements.Number;
                bool isMissing = double.IsNaN(number) && (elements.Current.IsEmpty || (columns[column] as ListColumn)?.Values is NumberColumn);
                if (!isMissing && !float.IsFinite((float)number))
                {
                    faults.Add(new FeatureFault(
                        row,
                        options.Columns[column].Column,
                        FeatureCodes.NotANumber,
                        string.Create(CultureInfo.InvariantCulture, $"expected numbers up to 3.4028235E+38 in size, found {CellText.Quote(elements.Current.ToString())} as element {place}")));
                    break;
                }
            }
        }
    }
}
