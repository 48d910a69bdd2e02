using MmoePipeline.Composition;
using MmoePipeline.Optimization;

namespace MmoePipeline.Plugins.LearningRateSchedules.Linear;

/// <summary>Warms up, then goes down to a floor in a straight line.</summary>
/// <remarks>
/// <para>
/// In the warm-up of w steps, step s (from 0) has the factor <c>(s + 1) / w</c>. After it,
/// the factor is <c>1 - (1 - floor) p</c>, p going from 0 to 1.
/// The triangle is that of Devlin, Chang, Lee, Toutanova: BERT, NAACL 2019, appendix A.2.
/// </para>
/// <para>When to use it: as the cosine, when the rate should leave its height at once.</para>
/// </remarks>
[Plugin("linear")]
public sealed class LinearSchedule(LinearScheduleOptions options) : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Factor(long step, long steps)
    {
        double warmUp = options.Decay.WarmUp * steps;
        if (step < warmUp)
        {
            return Math.Min(1, (step + 1) / warmUp);
        }

        double progress = Math.Clamp((step - warmUp) / Math.Max(1, steps - 1 - warmUp), 0, 1);
        return options.Decay.Floor + ((1 - options.Decay.Floor) * (1 - progress));
    }
}
