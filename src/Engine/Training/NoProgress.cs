using MmoePipeline.Engine.Steps;
using MmoePipeline.Modeling;

namespace MmoePipeline.Engine.Training;

/// <summary>Shows nothing.</summary>
internal sealed class NoProgress : ITrainingProgress
{
    /// <inheritdoc/>
    public void Loading(string source)
    {
    }

    /// <inheritdoc/>
    public void EpochStarted(ITrainingClock clock)
    {
    }

    /// <inheritdoc/>
    public void StepCompleted(ITrainingClock clock, TrainingStep step)
    {
    }
}
