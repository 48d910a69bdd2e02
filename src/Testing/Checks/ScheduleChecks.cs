using MmoePipeline.Optimization;
using MmoePipeline.Testing.Options;

namespace MmoePipeline.Testing.Checks;

/// <summary>What is checked of learning-rate schedules.</summary>
internal sealed class ScheduleChecks(Subject subject)
{
    public IEnumerable<(ConformanceCheck, Func<IEnumerable<string>>)> All() =>
    [
        (ConformanceCheck.Shapes, Shapes),
        (ConformanceCheck.Determinism, Determinism),
    ];

    private IEnumerable<string> Shapes()
    {
        foreach (long steps in new long[] { 1, 2, 7, 1000 })
        {
            foreach ((long step, double factor) in Factors(steps, backwards: false))
            {
                if (!double.IsFinite(factor) || factor < 0)
                {
                    yield return $"the factor of step {step} of {steps} is {factor}; expected a number that is not negative.";
                    break;
                }
            }
        }
    }

    /// <summary>Without state: the same whatever was asked before.</summary>
    private IEnumerable<string> Determinism()
    {
        if (!Factors(100, backwards: false).SequenceEqual(Factors(100, backwards: true).Reverse()))
        {
            yield return "the factors differ when they are asked for in another order; a schedule has no state.";
        }
    }

    private (long Step, double Factor)[] Factors(long steps, bool backwards)
    {
        var clock = new ConformanceClock();
        ILearningRateSchedule schedule = subject.Create<ILearningRateSchedule>(clock);
        IEnumerable<long> order = Enumerable.Range(0, (int)steps).Select(step => backwards ? steps - 1 - step : step);
        return
        [
            .. order.Select(step =>
            {
                clock.Set(step);
                return (step, schedule.Factor(step, steps));
            }),
        ];
    }
}
