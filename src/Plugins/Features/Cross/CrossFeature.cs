using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Hash;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Cross;

/// <summary>Several columns as one category: each combination of values has a vector of its own.</summary>
/// <remarks>
/// <para>
/// A combination is one text: the values joined with <c>|</c>, escaped so that different combinations are different texts. The vocabulary has the combinations of the training
/// rows; or there is none, and the hash of a combination chooses one of <c>buckets</c> vectors, as in the cross-product transformation of Wide &amp; Deep (Cheng et al., DLRS
/// 2016). A missing value is the empty text within the combination. A row that lacks all of the values is a missing value: the empty text where the vocabulary is learnt, and row 0
/// with <c>buckets</c>.
/// </para>
/// <para>
/// When to use it: for pairs whose effect is not the sum of both, such as origin and destination, or user and category; networks learn such products slowly from the two vectors.
/// Set <c>minimumFrequency</c>, because most combinations are rare.
/// </para>
/// </remarks>
/// <param name="options">The columns, their combinations and vectors.</param>
[Plugin("cross")]
public sealed class CrossFeature(CrossFeatureOptions options) : IFeature
{
    /// <inheritdoc/>
    public string Name => options.Name ?? string.Join(" x ", options.Columns);

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [.. options.Columns.Select(column => new ColumnRequest(column, ColumnForm.Text))];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables => [options.Embedding.ToTable(Name, options.ToRows())];

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new Learner(options.Columns, vocabularies[0]);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new Encoder(options, state.Vocabularies[0]);

    private sealed class Learner(ImmutableArray<string> names, VocabularyLearner? vocabulary) : FeatureLearner
    {
        private readonly PresenceLearner _presence = new(names);

        public override ImmutableArray<FeatureRemark> Remarks => _presence.Remarks;

        public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
        {
            _presence.Add(columns, rows, firstRow);
            if (vocabulary is null)
            {
                return;
            }

            using var joined = new JoinedText();
            foreach (int row in rows)
            {
                vocabulary.Add(joined.Of(columns, row));
            }
        }

        public override void Merge(FeatureLearner other) => _presence.Merge(((Learner)other)._presence);
    }

    private sealed class Encoder(CrossFeatureOptions options, Vocabulary? vocabulary) : FeatureEncoder
    {
        public override FeatureForm Form { get; } = new([0], 0);

        public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
        {
            using var joined = new JoinedText();
            Span<int> codes = cells.Codes(0);
            for (int index = 0; index < rows.Length; index++)
            {
                ReadOnlySpan<char> text = joined.Of(columns, rows[index]);
                codes[index] = options.Buckets > 0 ? HashBuckets.First(text, options.Buckets) : vocabulary!.CodeOf(text);
            }
        }
    }
}
