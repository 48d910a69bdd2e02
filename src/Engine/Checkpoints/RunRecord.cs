using MmoePipeline.Resuming;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>What was on record of a run at a checkpoint.</summary>
/// <param name="MetricsBytes">The length of <c>metrics.jsonl</c>: what follows is of steps that are done again.</param>
/// <param name="Seconds">The time that the run had taken.</param>
internal readonly record struct RunRecord(long MetricsBytes, double Seconds)
{
    /// <summary>Saves the record, or gives that of a checkpoint.</summary>
    public RunRecord Exchange(StateExchange state) =>
        new(state.Exchange("metricsBytes", MetricsBytes), state.Exchange("seconds", Seconds));
}
