using System.Globalization;
using MmoePipeline.Probing;
using MmoePipeline.Reporting;
using MmoePipeline.Resuming;
using TorchSharp;

namespace MmoePipeline.Plugins.Probes.GateStability;

/// <summary>How one gate's weights of the sample's rows moved, evaluation by evaluation.</summary>
/// <param name="name">The gate's name: the prefix of the metrics' names.</param>
/// <param name="options">The thresholds.</param>
internal sealed class GateMovement(string name, GateStabilityProbeOptions options) : IDisposable
{
    // Kept: the scalar that TorchSharp makes of a plain number for a call may be collected before it was read.
    private static readonly Scalar Zero = 0;

    /// <summary>Of a short run so many epochs are judged: of fewer the interval is too wide to say anything.</summary>
    private const int Enough = 6;

    private readonly List<double> _epochs = [];
    private readonly List<double> _movements = [];
    private readonly List<double> _swings = [];
    private torch.Tensor? _weights;
    private torch.Tensor? _step;
    private int _still;

    /// <summary>The gate's name.</summary>
    public string Name => name;

    /// <summary>The last movement; NaN where there is none.</summary>
    public double Movement => _movements.Count == 0 ? double.NaN : _movements[^1];

    /// <summary>Whether the gate has been still for long enough.</summary>
    public bool IsSettled => _still >= options.Evaluations;

    /// <summary>
    /// The movements and swings of the later half of the epochs after the warm-up, of <see cref="Enough"/> where that is fewer and there are so many;
    /// empty where there are fewer than <c>leastEpochs</c>, or weights are not distributions.
    /// </summary>
    public ImmutableArray<(double Movement, double Swings)> Judged
    {
        get
        {
            (double Movement, double Swings)[] after =
            [
                .. _epochs.Select((epoch, place) => (epoch, place)).Where(of => of.epoch > options.WarmUp && !double.IsNaN(_swings[of.place]))
                    .Select(of => (_movements[of.place], _swings[of.place])),
            ];
            int taken = Math.Max((after.Length + 1) / 2, Math.Max(options.LeastEpochs, Enough));
            return after.Length < options.LeastEpochs || after.TakeLast(taken).Any(epoch => double.IsNaN(epoch.Movement))
                ? []
                : [.. after.TakeLast(taken)];
        }
    }

    /// <summary>The figures of the last evaluation.</summary>
    public IEnumerable<ProbeMetric> Figures() => [new($"{name}/movement", Movement), new($"{name}/swings", _swings[^1])];

    /// <summary>Compares with the evaluation before. A dispose scope is open.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="weights">
    /// <c>[rows, experts]</c>, float64, of the same rows each time. Where one is negative there are no distributions, and no movement.
    /// </param>
    public void Add(int epoch, torch.Tensor weights)
    {
        double movement = double.NaN;
        double swings = double.NaN;
        torch.Tensor? step = null;
        if (_weights is not null)
        {
            movement = weights.lt(Zero).any().item<bool>() ? double.NaN : JensenShannon.Divergence(_weights, weights).mean().item<double>();
            step = weights - _weights;
            if (_step is not null)
            {
                swings = step.sign().mul(_step.sign()).lt(Zero).to(torch.float64).mean().item<double>();
            }
        }

        Keep(ref _weights, weights);
        Keep(ref _step, step);
        _epochs.Add(epoch);
        _movements.Add(movement);
        _swings.Add(swings);
        _still = epoch > options.WarmUp && weights.size(1) > 1 && movement < options.SettledBelow ? _still + 1 : 0;
    }

    /// <summary>A sentence about the last movement.</summary>
    public string DescribeLast() => string.Create(
        CultureInfo.InvariantCulture,
        $"{name}: the weights moved by {Movement:G3} nats since the epoch before, and {_swings[^1]:P0} of them turned round");

    /// <summary>The movements by epoch.</summary>
    public PointSeries Movements() => Series(_movements);

    /// <summary>The swings by epoch.</summary>
    public PointSeries Swings() => Series(_swings);

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    /// <param name="state">The state.</param>
    /// <param name="device">Where the network is.</param>
    public void Exchange(StateExchange state, torch.Device device)
    {
        state.Exchange("epochs", _epochs);
        state.Exchange("movements", _movements);
        state.Exchange("swings", _swings);
        _weights = state.ExchangeOptional("weights", _weights, device);
        _step = state.ExchangeOptional("step", _step, device);
        _still = state.Exchange("still", _still);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _weights?.Dispose();
        _step?.Dispose();
    }

    private PointSeries Series(List<double> values) =>
        new(name, [.. _epochs], [.. values.Select(value => double.IsNaN(value) ? null : (double?)value)]);

    private static void Keep(ref torch.Tensor? kept, torch.Tensor? values)
    {
        kept?.Dispose();
        kept = values?.clone().DetachFromDisposeScope();
    }
}
