using MmoePipeline.Modeling;

namespace MmoePipeline.Inference.Prediction;

/// <summary>The clock of a network that is not trained any more: no step is to come.</summary>
internal sealed class FinishedClock : ITrainingClock
{
    /// <inheritdoc/>
    public long Step => 0;

    /// <inheritdoc/>
    public int Epoch => 0;

    /// <inheritdoc/>
    public int StepsPerEpoch => 0;

    /// <inheritdoc/>
    public int Epochs => 0;
}
