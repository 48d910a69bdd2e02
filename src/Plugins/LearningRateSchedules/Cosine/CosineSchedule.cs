using MmoePipeline.Composition;
using MmoePipeline.Optimization;

namespace MmoePipeline.Plugins.LearningRateSchedules.Cosine;

/// <summary>Warms up, then follows half a cosine down to a floor.</summary>
/// <remarks>
/// <para>
/// In the warm-up of w steps, step s (from 0) has the factor <c>(s + 1) / w</c>. After it,
/// the factor is <c>floor + (1 - floor) (1 + cos(pi p)) / 2</c>, p going from 0 to 1.
/// Loshchilov, Hutter: SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR 2017, equation 5, without restarts.
/// </para>
/// <para>When to use it: when the number of epochs is settled; long slow steps first, small ones last.</para>
/// </remarks>
[Plugin("cosine")]
public sealed class CosineSchedule(CosineScheduleOptions options) : ILearningRateSchedule
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
        return options.Decay.Floor + ((1 - options.Decay.Floor) * ((1 + Math.Cos(Math.PI * progress)) / 2));
    }
}
