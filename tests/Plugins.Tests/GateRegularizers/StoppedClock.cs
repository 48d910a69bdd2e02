using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

/// <summary>A clock that a test sets.</summary>
internal sealed class StoppedClock : ITrainingClock
{
    public long Step { get; set; }

    public int Epoch { get; set; } = 1;

    public int StepsPerEpoch { get; set; } = 10;

    public int Epochs { get; set; } = 4;
}
