using MmoePipeline.Data;
using MmoePipeline.Features;

namespace MmoePipeline.Plugins.Features.Statistics;

/// <summary>Learns nothing, but reports columns without values.</summary>
/// <param name="columns">The columns' names.</param>
internal sealed class PresenceLearner(params ImmutableArray<string> columns) : FeatureLearner
{
    private readonly ImmutableArray<MissingRows> _missing = [.. columns.Select(column => new MissingRows(column))];

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks => [.. _missing.SelectMany(missing => missing.Remarks)];

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
    {
        for (int column = 0; column < columns.Length; column++)
        {
            foreach (int row in rows)
            {
                _missing[column].Add(string.IsNullOrEmpty(columns[column].TextAt(row)));
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        foreach ((MissingRows own, MissingRows others) in _missing.Zip(((PresenceLearner)other)._missing))
        {
            own.Add(others);
        }
    }
}
