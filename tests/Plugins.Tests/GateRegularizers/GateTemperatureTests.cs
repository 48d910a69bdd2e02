using MmoePipeline.Plugins.GateRegularizers.Temperature;
using TorchSharp;

namespace MmoePipeline.Plugins.Tests.GateRegularizers;

public sealed class GateTemperatureTests : GateRegularizerFixture
{
    [Fact]
    public void Temperature_divides_the_logits()
    {
        using var temperature = new GateTemperature(new GateTemperatureOptions { Scale = 4 }, new StoppedClock(), Site());
        torch.Tensor logits = torch.tensor(new[] { 8f, -2, 0 }).view(1, 1, 3);
        Assert.Equal([2f, -0.5f, 0], temperature.OnLogits(logits).data<float>().ToArray());
    }

    [Theory]
    [InlineData(TemperatureSchedule.Linear, 8, 4.5)]
    [InlineData(TemperatureSchedule.Exponential, 8, 2.8284271)]
    public void A_temperature_schedule_is_half_way_at_half_the_steps(TemperatureSchedule schedule, double from, double half)
    {
        var clock = new StoppedClock { Step = 20 };
        var options = new GateTemperatureOptions { Scale = from, EndScale = 1, Schedule = schedule };
        using var temperature = Build(context => new GateTemperature(options, clock, context));
        torch.Tensor logits = torch.ones(1, 1, 2);
        Assert.Equal(1 / half, At(20), 1e-6);
        Assert.Equal(1 / from, At(0), 1e-6);
        Assert.Equal(1, At(40), 1e-6);
        Assert.Equal(1, At(400), 1e-6);

        // Weights of an earlier epoch bring their temperature along; a prediction doesn't look at the clock.
        temperature.state_dict()["temperature"].fill_(5);
        temperature.eval();
        Assert.Equal(0.2, At(0), 1e-6);

        double At(long step)
        {
            clock.Step = step;
            temperature.OnInput(logits);
            return temperature.OnLogits(logits)[0, 0, 0].item<float>();
        }
    }
}
