using MmoePipeline.Plugins.LearningRateSchedules.Constant;
using MmoePipeline.Plugins.LearningRateSchedules.Cosine;
using MmoePipeline.Plugins.LearningRateSchedules.Linear;
using MmoePipeline.Plugins.LearningRateSchedules.Step;
using MmoePipeline.Plugins.Tests.GateRegularizers;

namespace MmoePipeline.Plugins.Tests.LearningRateSchedules;

public sealed class LearningRateSchedulesTests
{
    /// <summary>Of 21 steps none warm up: step 10 is in the middle, step 20 the last.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 0.6)]
    [InlineData(20, 0.2)]
    [InlineData(99, 0.2)]
    public void Both_go_from_one_to_the_floor(long step, double expected)
    {
        Assert.Equal(expected, new CosineSchedule(new() { Decay = new() { Floor = 0.2 } }).Factor(step, 21), 1e-12);
        Assert.Equal(expected, new LinearSchedule(new() { Decay = new() { Floor = 0.2 } }).Factor(step, 21), 1e-12);
    }

    [Fact]
    public void A_quarter_of_the_way_the_cosine_is_above_the_line()
    {
        Assert.Equal((1 + Math.Sqrt(0.5)) / 2, new CosineSchedule(new()).Factor(5, 21), 1e-12);
        Assert.Equal(0.75, new LinearSchedule(new()).Factor(5, 21), 1e-12);
    }

    /// <summary>A quarter of 40 steps: step 0 has a tenth, step 9 all of it, and the way down begins at step 10.</summary>
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(4, 0.5)]
    [InlineData(9, 1)]
    [InlineData(10, 1)]
    [InlineData(39, 0)]
    public void Both_warm_up(long step, double expected)
    {
        Assert.Equal(expected, new CosineSchedule(new() { Decay = new() { WarmUp = 0.25 } }).Factor(step, 40), 1e-12);
        Assert.Equal(expected, new LinearSchedule(new() { Decay = new() { WarmUp = 0.25 } }).Factor(step, 40), 1e-12);
    }

    [Fact]
    public void A_run_of_one_step_takes_it_at_full_size() => Assert.Equal(1, new CosineSchedule(new()).Factor(0, 1));

    /// <summary>Epochs of 10 steps, a fall to a half after every second: epochs 1 and 2 have 1, 3 and 4 a half, 5 a quarter.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(19, 1)]
    [InlineData(20, 0.5)]
    [InlineData(39, 0.5)]
    [InlineData(40, 0.25)]
    public void Step_falls_between_epochs(long step, double expected) => Assert.Equal(
        expected, new StepSchedule(new() { Epochs = 2, Decay = 0.5 }, new StoppedClock { StepsPerEpoch = 10 }).Factor(step, 50), 1e-12);

    /// <summary>A fifth of 50 steps: the fall after the first epoch comes at the end of the warm-up.</summary>
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(9, 1)]
    [InlineData(10, 0.1)]
    public void Step_warms_up(long step, double expected) => Assert.Equal(
        expected, new StepSchedule(new() { WarmUp = 0.2, Epochs = 1 }, new StoppedClock { StepsPerEpoch = 10 }).Factor(step, 50), 1e-12);

    [Fact]
    public void Constant_is_one() => Assert.Equal(1, new ConstantSchedule().Factor(7, 9));
}
