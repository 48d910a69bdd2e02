using System.Globalization;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Statistics;

/// <summary>Counts the training rows without a value in a column.</summary>
/// <param name="column">The column's name.</param>
internal sealed class MissingRows(string column)
{
    private long _rows;
    private long _missing;

    /// <summary>What a person should know: that no row has a value.</summary>
    public ImmutableArray<FeatureRemark> Remarks => _rows > 0 && _missing == _rows
        ? [new(column, FeatureCodes.EmptyColumn, string.Create(CultureInfo.InvariantCulture, $"none of the {_rows:N0} training rows has a value"))]
        : [];

    /// <summary>Counts a row.</summary>
    /// <param name="isMissing">Whether it has no value.</param>
    public void Add(bool isMissing)
    {
        _rows++;
        _missing += isMissing ? 1 : 0;
    }

    /// <summary>Adds the rows that another counted.</summary>
    public void Add(MissingRows other)
    {
        _rows += other._rows;
        _missing += other._missing;
    }
}
