using System.Globalization;
using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Category;

/// <summary>Counts the values of a column.</summary>
/// <param name="column">The column's name.</param>
/// <param name="vocabulary">Gets the values; null where they are not learnt.</param>
internal sealed class ValueLearner(string column, VocabularyLearner? vocabulary) : FeatureLearner
{
    private long _rows;
    private long _missing;

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks => _rows > 0 && _missing == _rows
        ? [new(column, FeatureCodes.EmptyColumn, string.Create(CultureInfo.InvariantCulture, $"none of the {_rows:N0} training rows has a value"))]
        : [];

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
    {
        foreach (int row in rows)
        {
            if (columns[0] is CodedTextColumn coded && coded.Codes.Span[row] is >= 0 and int code && coded.Texts[code].Length > 0)
            {
                vocabulary?.Add(coded, row, 1);
                continue;
            }

            string? text = columns[0].TextAt(row);
            _missing += string.IsNullOrEmpty(text) ? 1 : 0;
            vocabulary?.Add(text);
        }

        _rows += rows.Length;
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        var learner = (ValueLearner)other;
        _rows += learner._rows;
        _missing += learner._missing;
    }
}
