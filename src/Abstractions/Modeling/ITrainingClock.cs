namespace MmoePipeline.Modeling;

/// <summary>
/// How far training has come, for schedules. A service that plugins ask for in their constructor.
/// </summary>
public interface ITrainingClock
{
    /// <summary>The number of steps done since the start of the run.</summary>
    long Step { get; }

    /// <summary>The current epoch, from 1; 0 before training.</summary>
    int Epoch { get; }

    /// <summary>The number of steps in an epoch.</summary>
    int StepsPerEpoch { get; }

    /// <summary>The number of epochs that were asked for.</summary>
    int Epochs { get; }
}
