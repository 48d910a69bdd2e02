using TaskFigures = System.Collections.Generic.OrderedDictionary<string, System.Collections.Generic.OrderedDictionary<string, double>>;

namespace MmoePipeline.Runs.Files;

/// <summary>What <c>run --format json</c> prints: the result of a run.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Epochs">Epochs that were trained.</param>
/// <param name="BestEpoch">The epoch, from 1, whose weights were kept.</param>
/// <param name="Seconds">The time of the run.</param>
/// <param name="Parameters">The number of trainable parameters.</param>
internal sealed record RunResultFile(string Run, int Epochs, int BestEpoch, double Seconds, long Parameters) : ITestMetrics
{
    /// <inheritdoc/>
    public TaskFigures Test
    {
        get => field ?? [];
        init;
    }

    /// <inheritdoc/>
    public OrderedDictionary<string, OrderedDictionary<string, ImmutableArray<double>?>> Intervals
    {
        get => field ?? [];
        init;
    }

    /// <inheritdoc/>
    public OrderedDictionary<string, OrderedDictionary<string, bool?>> HigherIsBetter
    {
        get => field ?? [];
        init;
    }
}
