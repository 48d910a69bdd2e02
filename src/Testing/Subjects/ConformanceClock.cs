using MmoePipeline.Modeling;

namespace MmoePipeline.Testing.Subjects;

/// <summary>A clock with two steps an epoch, that a check sets.</summary>
internal sealed class ConformanceClock : ITrainingClock
{
    public long Step { get; private set; }

    public int Epoch { get; private set; } = 1;

    public int StepsPerEpoch => 2;

    public int Epochs => 4;

    /// <summary>Sets the clock to a step, from 0.</summary>
    public void Set(long step) => (Step, Epoch) = (step, 1 + (int)(step / StepsPerEpoch));
}
