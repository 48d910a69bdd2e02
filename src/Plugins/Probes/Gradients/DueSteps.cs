using MmoePipeline.Modeling;

namespace MmoePipeline.Plugins.Probes.Gradients;

/// <summary>Every so many steps; where an epoch has fewer, its last step, so that every epoch has a figure.</summary>
/// <param name="every">
/// The steps from one to the next; null for <see cref="Most"/>, or as many fewer as give the run <see cref="Looks"/> of them.
/// </param>
/// <param name="clock">Knows how many steps the run has.</param>
internal sealed class DueSteps(int? every, ITrainingClock clock)
{
    /// <summary>The steps from one to the next in a long run.</summary>
    public const int Most = 50;

    /// <summary>The steps that a run of any length has, if it has so many: half of them are judged.</summary>
    public const int Looks = 60;

    /// <summary>The steps from one to the next.</summary>
    public int Every => Math.Clamp(
        every ?? (int)Math.Clamp((long)clock.Epochs * clock.StepsPerEpoch / Looks, 1, Most), 1, Math.Max(1, clock.StepsPerEpoch));

    /// <summary>Whether a step is one of them.</summary>
    /// <param name="step">Steps since the start of the run, from 1.</param>
    public bool Contains(long step) => step % Every == 0;
}
