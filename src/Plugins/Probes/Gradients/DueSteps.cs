using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Probes.Gradients;

/// <summary>Every so many steps; where an epoch has fewer, its last step, so that every epoch has a figure.</summary>
/// <param name="every">The steps from one to the next.</param>
/// <param name="clock">Knows how many steps an epoch has.</param>
internal sealed class DueSteps(int every, ITrainingClock clock)
{
    /// <summary>Whether a step is one of them.</summary>
    /// <param name="step">Steps since the start of the run, from 1.</param>
    public bool Contains(long step) => step % Math.Clamp(every, 1, Math.Max(1, clock.StepsPerEpoch)) == 0;
}
