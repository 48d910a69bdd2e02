using MmoePipeline.Resuming;

namespace MmoePipeline.Engine.Checkpoints;

/// <summary>How far a run has come.</summary>
/// <param name="Epoch">The epoch, from 1, that is under way or, if it is over, was the last; 0 at the start.</param>
/// <param name="Step">Steps since the start of the run.</param>
/// <param name="StepOfEpoch">Steps of the epoch that are done.</param>
/// <param name="IsOver">Whether the epoch is over, its evaluation and its events included.</param>
internal readonly record struct RunPosition(int Epoch, long Step, int StepOfEpoch, bool IsOver)
{
    /// <summary>The start.</summary>
    public static RunPosition Start => new(0, 0, 0, true);

    /// <summary>Saves the position, or gives that of a checkpoint.</summary>
    public RunPosition Exchange(StateExchange state) => new(
        state.Exchange("epoch", Epoch),
        state.Exchange("step", Step),
        state.Exchange("stepOfEpoch", StepOfEpoch),
        state.Exchange("isOver", IsOver));
}
