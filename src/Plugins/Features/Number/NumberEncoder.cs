using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Number;

/// <summary>Encodes numbers as standardised values, or as buckets.</summary>
internal sealed class NumberEncoder : FeatureEncoder
{
    private readonly NumberFeatureOptions _options;
    private readonly NumberState _state;
    private readonly Standardisation _scale;
    private readonly double[] _borders;

    /// <summary>Takes what was learnt.</summary>
    /// <param name="options">Scale and encoding.</param>
    /// <param name="state">What was learnt.</param>
    public NumberEncoder(NumberFeatureOptions options, NumberState state)
    {
        (_options, _state, _scale) = (options, state, new Standardisation(state.Mean, state.Deviation));
        _borders = options.Encoding == NumberEncoding.Buckets ? options.Borders.IsEmpty ? state.Borders(options.Quantiles) : [.. options.Borders] : [];
        int indicator = options.Indicator ? 1 : 0;
        Form = options.Encoding == NumberEncoding.Buckets ? new FeatureForm([0], indicator) : new FeatureForm([], 1 + indicator);
    }

    /// <inheritdoc/>
    public override FeatureForm Form { get; }

    /// <inheritdoc/>
    public override bool HasModule => _options.Encoding is not (NumberEncoding.None or NumberEncoding.Buckets);

    /// <summary>Cuts a number to the range of the options.</summary>
    public static double Clip(NumberFeatureOptions options, double value) =>
        Math.Min(Math.Max(value, options.ClipLow ?? double.NegativeInfinity), options.ClipHigh ?? double.PositiveInfinity);

    /// <summary>Scales a number where that needs nothing of other rows.</summary>
    public static double Scale(NumberScale scale, double value) => scale switch
    {
        NumberScale.Logarithm => Math.Log(1 + value),
        NumberScale.SignedLogarithm => SignedLogarithm.Of(value),
        _ => value,
    };

    /// <inheritdoc/>
    public override int WidthOf(ImmutableArray<int> dimensions) =>
        HasModule ? _options.VectorLength + (_options.Indicator ? 1 : 0) : base.WidthOf(dimensions);

    /// <inheritdoc/>
    public override FeatureModule? CreateModule(FeatureModuleContext context) => _options.Encoding switch
    {
        NumberEncoding.PiecewiseLinear => new PiecewiseLinearModule(_options, Pieces(), context),
        NumberEncoding.Periodic => new PeriodicModule(_options, context),
        NumberEncoding.AutoDis => new AutoDisModule(_options, context),
        _ => null,
    };

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
    {
        for (int index = 0; index < rows.Length; index++)
        {
            double value = CellReading.Number(columns[0], rows[index], out _);
            bool isMissing = double.IsNaN(value);
            if (_options.Encoding == NumberEncoding.Buckets)
            {
                cells.Codes(0)[index] = isMissing ? 0 : 1 + BucketOf(Clip(_options, value));
            }
            else
            {
                cells.Values(0)[index] = isMissing ? Missing() : Standardised(value);
            }

            if (_options.Indicator)
            {
                cells.Values(Form.Values - 1)[index] = isMissing ? 1 : 0;
            }
        }
    }

    /// <summary>The borders of the pieces of a piecewise linear encoding, as the module gets numbers: standardised, in ascending order, at least two.</summary>
    private double[] Pieces()
    {
        double[] borders = [.. new[] { _state.Least }.Concat(_state.Borders(_options.Quantiles)).Append(_state.Largest).Select(border => (double)Standardised(border)).Distinct()];
        return borders.Length >= 2 ? borders : [borders[0], borders[0] + 1];
    }

    private float Standardised(double value)
    {
        double clipped = Clip(_options, value);
        return _scale.Apply(_options.Scale switch
        {
            NumberScale.Quantile => _state.ShareBelow(clipped),
            NumberScale.MinMax => (clipped - _state.Least) / (_state.Largest - _state.Least),
            _ => Scale(_options.Scale, clipped),
        });
    }

    private float Missing() => _options.Missing switch
    {
        MissingNumberPolicy.Median => Standardised(_state.Median),
        MissingNumberPolicy.Value => Standardised(_options.MissingValue),
        _ => _options.Scale == NumberScale.MinMax ? 0.5f : 0,
    };

    private int BucketOf(double value)
    {
        int place = Array.BinarySearch(_borders, value);
        return place >= 0 ? place + 1 : ~place;
    }
}
