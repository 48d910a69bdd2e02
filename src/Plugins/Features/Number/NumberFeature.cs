using System.Globalization;
using MmoePipeline.Composition;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>A number, scaled and standardised, or a vector that is made of it.</summary>
/// <remarks>
/// <para>
/// A number is cut to <c>clipLow</c> and <c>clipHigh</c>, scaled, and standardised with mean and deviation of the training rows. Encodings by vectors: <c>piecewise-linear</c> and
/// <c>periodic</c> (Gorishniy, Rubachev, Babenko: On Embeddings for Numerical Features in Tabular Deep Learning, NeurIPS 2022, equations 1 and 2, each with a linear map and relu),
/// <c>autodis</c> (Guo et al.: An Embedding Learning Framework for Numerical Features in CTR Prediction, KDD 2021, equations 5 to 7), or <c>buckets</c> with a vector each. A missing
/// number is refused, or replaced, and <c>indicator</c> says where; of buckets it is row 0 of the table wherever it isn't refused.
/// </para>
/// <para>
/// When to use it: for numbers that the logarithm of data.features.numeric doesn't fit, and where a number acts in steps: trees are ahead of networks on such tables, and
/// piecewise-linear makes up most of it.
/// </para>
/// </remarks>
/// <param name="options">The column, its scale and encoding.</param>
[Plugin("number")]
public sealed class NumberFeature(NumberFeatureOptions options) : IFeature
{
    /// <inheritdoc/>
    public string Name => options.Name ?? options.Column;

    /// <inheritdoc/>
    public ImmutableArray<ColumnRequest> Columns => [new(options.Column, ColumnForm.Number)];

    /// <inheritdoc/>
    public ImmutableArray<EmbeddingTable> Tables => options.Encoding == NumberEncoding.Buckets
        ? [options.Embedding.ToTable(Name, new TableRows.Numbered((options.Borders.IsEmpty ? options.Quantiles : options.Borders.Length + 1) + 1))]
        : [];

    /// <inheritdoc/>
    public void Check(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, IList<FeatureFault> faults)
    {
        foreach (int row in rows)
        {
            double value = CellReading.Number(columns[0], row, out string? text);
            if (double.IsNaN(value) && text is null)
            {
                if (options.Missing == MissingNumberPolicy.Refuse)
                {
                    faults.Add(new FeatureFault(
                        row, options.Column, FeatureCodes.MissingValue, "expected a number, found a missing value; set missing of the feature to mean, median or value, or leave such rows out with data.onBadRow"));
                }
            }
            else if (!(Math.Abs(value) <= float.MaxValue) || (options.Scale == NumberScale.Logarithm && NumberEncoder.Clip(options, value) <= -1))
            {
                string expected = options.Scale == NumberScale.Logarithm ? "a number above -1, because it is read as log(1 + x)" : "a number of at most 3.4028235E+38 in size";
                faults.Add(new FeatureFault(
                    row, options.Column, FeatureCodes.NotANumber, $"expected {expected}, found {CellText.Quote(text ?? value.ToString("R", CultureInfo.InvariantCulture))}"));
            }
        }
    }

    /// <inheritdoc/>
    public FeatureLearner CreateLearner(ImmutableArray<VocabularyLearner?> vocabularies) => new NumberLearner(options);

    /// <inheritdoc/>
    public FeatureEncoder CreateEncoder(FeatureState state) => new NumberEncoder(options, NumberState.Read(state.Values));
}
