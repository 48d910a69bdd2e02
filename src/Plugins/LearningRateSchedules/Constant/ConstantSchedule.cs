using MmoePipeline.Composition;
using MmoePipeline.Optimization;

namespace MmoePipeline.Plugins.LearningRateSchedules.Constant;

/// <summary>The same learning rate in all steps.</summary>
/// <remarks>
/// <para>The factor is 1.</para>
/// <para>When to use it: for short runs and first experiments; it is what happens without a schedule.</para>
/// </remarks>
[Plugin("constant")]
public sealed class ConstantSchedule : ILearningRateSchedule
{
    /// <inheritdoc/>
    public double Factor(long step, long steps) => 1;
}
