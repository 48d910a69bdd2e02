using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Tests.Probes;

/// <summary>A clock that goes when a test says so.</summary>
internal sealed class StandingClock : ITrainingClock
{
    public long Step { get; set; }

    public int Epoch { get; set; }

    public int StepsPerEpoch { get; set; } = 10;

    public int Epochs { get; init; } = 10;
}
