using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Modeling.Gates;
using TorchSharp;

namespace MmoePipeline.Plugins.GateRegularizers.Temperature;

/// <summary>Divides the gates' logits by a temperature, against collapse onto one expert.</summary>
/// <remarks>
/// <para>
/// <c>softmax(z / T)</c>, as in Hinton, Vinyals, Dean: Distilling the Knowledge in a Neural Network, 2015, equation 1. It acts in
/// training and in prediction alike. With an end, the temperature changes step by step, and predictions are made with the one that training
/// had come to, which is kept with the weights: even gates first, decided ones later.
/// </para>
/// <para>When to use it: a gate that collapses onto one expert; first of all remedies, because it costs nothing.</para>
/// </remarks>
[Plugin("temperature")]
public sealed class GateTemperature : GateRegularizer
{
    private readonly GateTemperatureOptions _options;
    private readonly ITrainingClock _clock;
    private readonly Scalar _scale;
    private readonly torch.Tensor? _current;
    private long _step = -1;

    /// <summary>Creates the regularizer.</summary>
    public GateTemperature(GateTemperatureOptions options, ITrainingClock clock, GateContext context)
        : base(nameof(GateTemperature))
    {
        (_options, _clock) = (options, clock);
        _scale = options.Scale;
        if (options.EndScale is not null)
        {
            // Part of the state: weights are valid only with the temperature that they were trained with.
            _current = torch.tensor((float)options.Scale, device: context.Device);
            register_buffer("temperature", _current);
        }
    }

    /// <inheritdoc/>
    public override GateEffects Effects => GateEffects.ReadsLogits;

    /// <inheritdoc/>
    public override torch.Tensor OnInput(torch.Tensor input)
    {
        if (training && _options.EndScale is { } end && _clock.Step != _step)
        {
            _step = _clock.Step;
            using var temperature = (Scalar)Temperature(end);
            using IDisposable noGrad = torch.no_grad();
            _current!.fill_(temperature);
        }

        return input;
    }

    /// <inheritdoc/>
    public override torch.Tensor OnLogits(torch.Tensor logits) => _current is null ? logits.div(_scale) : logits.div(_current.clone());

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _scale.Dispose();
        }

        base.Dispose(disposing);
    }

    private double Temperature(double end)
    {
        double steps = Math.Max(1, (double)_clock.StepsPerEpoch * (_options.Epochs ?? _clock.Epochs));
        double share = Math.Min(1, _clock.Step / steps);
        return _options.Schedule == TemperatureSchedule.Linear
            ? _options.Scale + (share * (end - _options.Scale))
            : _options.Scale * Math.Pow(end / _options.Scale, share);
    }
}
