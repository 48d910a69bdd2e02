using MmoePipeline.Resuming;

namespace MmoePipeline.Plugins.Probes.LossScale;

/// <summary>
/// The norms of the steps of closed epochs, for their medians: all of up to <see cref="Most"/>; then every second, every fourth and so on, so that
/// those that are kept are spread evenly and memory is constant.
/// </summary>
internal sealed class StepNorms
{
    /// <summary>The most steps that are kept.</summary>
    public const int Most = 512;

    private readonly List<ImmutableArray<double>> _kept = [];
    private readonly List<ImmutableArray<double>> _waiting = [];
    private int _every = 1;
    private long _steps;

    /// <summary>The steps of closed epochs that are kept.</summary>
    public int Count => _kept.Count;

    /// <summary>Adds a step of the epoch under way.</summary>
    public void Add(ImmutableArray<double> norms)
    {
        if (_steps++ % _every != 0)
        {
            return;
        }

        _waiting.Add(norms);
        if (_kept.Count + _waiting.Count > Most)
        {
            // Steps are numbered through both lists, so that every second of all of them stays.
            _every *= 2;
            int kept = _kept.Count;
            Thin(_kept, 0);
            Thin(_waiting, kept % 2);
        }
    }

    /// <summary>Closes the epoch: its steps count from now on.</summary>
    public void CompleteEpoch()
    {
        _kept.AddRange(_waiting);
        _waiting.Clear();
    }

    /// <summary>The upper median of a task's norms in the closed epochs; NaN without any.</summary>
    public double Median(int task) => _kept.Count == 0 ? double.NaN : _kept.Select(norms => norms[task]).Order().ElementAt(_kept.Count / 2);

    /// <summary>Saves what was seen, or takes it from a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Exchange("kept", _kept);
        state.Exchange("waiting", _waiting);
        _every = state.Exchange("every", _every);
        _steps = state.Exchange("steps", _steps);
    }

    private static void Thin(List<ImmutableArray<double>> steps, int first)
    {
        ImmutableArray<double>[] kept = [.. steps.Where((_, index) => index % 2 == first)];
        steps.Clear();
        steps.AddRange(kept);
    }
}
