using MmoePipeline.Composition;
using MmoePipeline.Optimization;

namespace MmoePipeline.Testing.Tests.Broken;

/// <summary>A schedule with a fault.</summary>
[Plugin("broken")]
public sealed class BrokenSchedule(FaultOptions options) : ILearningRateSchedule
{
    private int _calls;

    public double Factor(long step, long steps) => options.Fault switch
    {
        Fault.Negative => 1 - (2.0 * step / steps),
        Fault.Counting => ++_calls,
        _ => 1.0 / (step + 1),
    };
}
