using MmoePipeline.Engine.Steps;
using MmoePipeline.Modeling;

namespace MmoePipeline.Engine.Training;

/// <summary>Shows a person how far a run is. Called at every step, so it must be cheap when nothing is due.</summary>
internal interface ITrainingProgress
{
    /// <summary>The data is being read or encoded.</summary>
    /// <param name="source">What a person knows the data by.</param>
    void Loading(string source);

    /// <summary>An epoch begins.</summary>
    void EpochStarted(ITrainingClock clock);

    /// <summary>A step is done.</summary>
    /// <param name="clock">How far the run is.</param>
    /// <param name="step">Tells the losses; asking waits for the device, so only when they are shown.</param>
    void StepCompleted(ITrainingClock clock, TrainingStep step);
}
