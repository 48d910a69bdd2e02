using System.Globalization;
using System.Text.Json;
using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>Learns mean, deviation, range and quantiles of a column.</summary>
/// <param name="options">The column and its scale.</param>
internal sealed class NumberLearner(NumberFeatureOptions options) : FeatureLearner
{
    private readonly Moments _moments = new();
    private readonly QuantileSample _sample = new();
    private double _least = double.PositiveInfinity;
    private double _largest = double.NegativeInfinity;
    private long _rows;

    /// <inheritdoc/>
    public override JsonElement State
    {
        get
        {
            Standardisation scale = options.Scale switch
            {
                NumberScale.Quantile => new Standardisation(0.5, _least < _largest ? Math.Sqrt(1.0 / 12) : 0),
                NumberScale.MinMax => new Standardisation(0, _least < _largest ? 1 : 0),
                _ => _moments.ToStandardisation(),
            };
            bool isEmpty = _least > _largest;
            return JsonSerializer.SerializeToElement(new NumberState(
                scale.Mean, scale.Deviation, isEmpty ? 0 : _least, isEmpty ? 0 : _largest, options.NeedsQuantiles ? _sample.Quantiles(NumberState.Parts) : []));
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<FeatureRemark> Remarks => _rows > 0 && _least > _largest
        ? [new(options.Column, FeatureCodes.EmptyColumn, string.Create(CultureInfo.InvariantCulture, $"none of the {_rows:N0} training rows has a number"))]
        : [];

    /// <inheritdoc/>
    public override void Add(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, long firstRow)
    {
        _rows += rows.Length;
        foreach (int row in rows)
        {
            double value = CellReading.Number(columns[0], row, out _);
            if (double.IsNaN(value))
            {
                continue;
            }

            value = NumberEncoder.Clip(options, value);
            _least = Math.Min(_least, value);
            _largest = Math.Max(_largest, value);
            _moments.Add(NumberEncoder.Scale(options.Scale, value));
            if (options.NeedsQuantiles)
            {
                _sample.Add(firstRow + row, value);
            }
        }
    }

    /// <inheritdoc/>
    public override void Merge(FeatureLearner other)
    {
        var learner = (NumberLearner)other;
        _rows += learner._rows;
        _least = Math.Min(_least, learner._least);
        _largest = Math.Max(_largest, learner._largest);
        _moments.Add(learner._moments);
        _sample.Merge(learner._sample);
    }
}
