using MmoePipeline.Composition;

namespace MmoePipeline.Optimization;

/// <summary>What the optimizer's learning rate is multiplied by, from step to step. Stateless.</summary>
[PluginKind("learning-rate-schedule")]
public interface ILearningRateSchedule
{
    /// <summary>The factor of a step.</summary>
    /// <param name="step">The number of steps done before it, from 0.</param>
    /// <param name="steps">The number of steps that the run has when it does not stop early; at least 1.</param>
    /// <returns>Not negative, and 1 where the learning rate is the optimizer's own.</returns>
    double Factor(long step, long steps);
}
