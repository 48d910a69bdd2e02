using MmoePipeline.Data;
using MmoePipeline.Features;
using MmoePipeline.Plugins.Features.Statistics;

namespace MmoePipeline.Plugins.Features.Time;

/// <summary>Encodes times.</summary>
internal sealed class TimeEncoder : FeatureEncoder
{
    private readonly TimeForm _form;
    private readonly ImmutableArray<TimePart> _parts;
    private readonly bool _isCyclic;
    private readonly Standardisation? _age;
    private readonly ImmutableArray<ImmutableArray<(float Sine, float Cosine)>> _circles;

    /// <summary>Makes an encoder.</summary>
    /// <param name="form">How times are written.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="encoding">What parts are encoded as.</param>
    /// <param name="age">How to standardise the time since the second column; null where there is none.</param>
    public TimeEncoder(TimeForm form, ImmutableArray<TimePart> parts, TimeEncoding encoding, Standardisation? age)
    {
        (_form, _parts, _isCyclic, _age) = (form, parts, encoding == TimeEncoding.Cyclic, age);
        _circles = _isCyclic ? [.. parts.Select(part => Circle(TimeParts.PeriodOf(part)))] : [];
        Form = new FeatureForm(
            _isCyclic ? [] : [.. Enumerable.Range(0, parts.Length)],
            (_isCyclic ? 2 * parts.Length : 0) + (age is null ? 0 : 1));
    }

    /// <inheritdoc/>
    public override FeatureForm Form { get; }

    /// <inheritdoc/>
    public override void Encode(ImmutableArray<TableColumn> columns, ReadOnlySpan<int> rows, FeatureCells cells)
    {
        var times = new TimeCells(_form, columns[0]);
        TimeCells? since = _age is null ? null : new TimeCells(_form, columns[1]);
        for (int index = 0; index < rows.Length; index++)
        {
            // Codes and numbers of a row without a time stay 0.
            if (times.At(rows[index]).Time is not { } time)
            {
                continue;
            }

            for (int part = 0; part < _parts.Length; part++)
            {
                int value = TimeParts.ValueOf(_parts[part], time);
                if (_isCyclic)
                {
                    (cells.Values(2 * part)[index], cells.Values((2 * part) + 1)[index]) = _circles[part][value];
                }
                else
                {
                    cells.Codes(part)[index] = 1 + value;
                }
            }

            if (_age is { } age && since!.At(rows[index]).Time is { } start)
            {
                cells.Values(Form.Values - 1)[index] = age.Apply(TimeLearner.AgeOf(time, start));
            }
        }
    }

    private static ImmutableArray<(float Sine, float Cosine)> Circle(int period) =>
        [.. Enumerable.Range(0, period).Select(value => Math.SinCos(2 * Math.PI * value / period)).Select(point => ((float)point.Sin, (float)point.Cos))];
}
