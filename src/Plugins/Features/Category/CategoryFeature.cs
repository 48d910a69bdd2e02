using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Category;

/// <summary>A category: one of many values, each with a vector of its own.</summary>
/// <remarks>
/// <para>
/// The vocabulary has the values of the training rows, or those of a list, or whole numbers as they are. A missing value is the empty text: a value like any other where the
/// vocabulary is learnt. Values that it lacks share row 0 of the table, or hash buckets.
/// </para>
/// <para>When to use it: for identities and categories that need options of their own, such as a dimension or a shared table. data.features.categorical is the short form.</para>
/// </remarks>
/// <param name="options">The column, its values and vectors.</param>
[Plugin("category")]
public sealed class CategoryFeature(CategoryFeatureOptions options) : IFeature
{
    /// <inheritdoc/>
    public string Name => options.Name ?? options.Column;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Column, ColumnForm.Text)];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables => [options.Embedding.ToTable(Name, options.Vocabulary.ToRows())];

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new ValueLearner(options.Column, vocabularies[0]);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new Encoder(options.Vocabulary, state.Vocabularies[0]);

    private sealed class Encoder(VocabularyOptions options, Vocabulary? vocabulary) : FeatureEncoder
    {
        public override FeatureForm Form { get; } = new([0], 0);

        public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
        {
            Span<int> codes = cells.Codes(0);
            if (vocabulary is not null && columns[0] is CodedTextColumn coded)
            {
                int missing = vocabulary.CodeOf("");
                ReadOnlySpan<int> codeOfText = vocabulary.CodesOf(coded);
                ReadOnlySpan<int> texts = coded.Codes.Span;
                for (int index = 0; index < rows.Length; index++)
                {
                    codes[index] = texts[rows[index]] < 0 ? missing : codeOfText[texts[rows[index]]];
                }

                return;
            }

            for (int index = 0; index < rows.Length; index++)
            {
                codes[index] = options.CodeOf(vocabulary, columns[0].TextAt(rows[index]));
            }
        }
    }
}
