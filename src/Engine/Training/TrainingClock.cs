using MmoePipeline.Modeling;

namespace MmoePipeline.Engine.Training;

/// <summary>The clock of a run, which the training loop sets.</summary>
internal sealed class TrainingClock : ITrainingClock
{
    /// <inheritdoc/>
    public long Step { get; set; }

    /// <inheritdoc/>
    public int Epoch { get; set; }

    /// <inheritdoc/>
    public int StepsPerEpoch { get; set; }

    /// <inheritdoc/>
    public int Epochs { get; set; }
}
