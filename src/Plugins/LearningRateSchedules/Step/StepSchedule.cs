using MmoePipeline.Composition;
using MmoePipeline.Modeling;
using MmoePipeline.Optimization;

namespace MmoePipeline.Plugins.LearningRateSchedules.Step;

/// <summary>Multiplies the learning rate by a factor after every so many epochs.</summary>
/// <remarks>
/// <para>
/// In the warm-up of w steps, step s (from 0) has the factor <c>(s + 1) / w</c>. After it, in epoch e (from 1), the factor is
/// <c>decay ^ floor((e - 1) / epochs)</c>.
/// </para>
/// <para>When to use it: where a plain fall at known epochs is wanted, whatever the number of epochs of the run.</para>
/// </remarks>
[Plugin("step")]
public sealed class StepSchedule(StepScheduleOptions options, ITrainingClock clock) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Factor(long step, long steps)
    {
        double warmUp = options.WarmUp * steps;
        long epoch = step / Math.Max(1, clock.StepsPerEpoch);
        return step < warmUp
            ? Math.Min(1, (step + 1) / warmUp)
            : Math.Pow(options.Decay, epoch / options.Epochs);
    }
}
