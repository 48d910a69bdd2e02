using MmoePipeline.Engine.Steps;
using MmoePipeline.Modeling;

namespace MmoePipeline.Engine.Training;

/// <summary>Passes progress on to a program, some times a second.</summary>
/// <param name="progress">The program's.</param>
/// <param name="time">Measures the time between two reports.</param>
internal sealed class ReportedProgress(IProgress<TrainingProgress> progress, TimeProvider time) : ITrainingProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _last = time.GetTimestamp();

    /// <inheritdoc/>
    public void Loading(string source)
    {
    }

    /// <inheritdoc/>
    public void EpochStarted(ITrainingClock clock) => Report(clock);

    /// <inheritdoc/>
    public void StepCompleted(ITrainingClock clock, TrainingStep step)
    {
        if (time.GetElapsedTime(_last) >= Interval)
        {
            Report(clock);
        }
    }

    private void Report(ITrainingClock clock)
    {
        _last = time.GetTimestamp();
        progress.Report(new TrainingProgress(clock.Epoch, clock.Epochs, clock.Step, clock.StepsPerEpoch));
    }
}
